package io.mlops.local.iam;

import io.mlops.local.call.Call;
import java.util.Map;
import java.util.Optional;

/** The policies that AWS gives to topics and keys that are made without one. */
public final class DefaultPolicies {
    private static final String TOPIC =
            "{\"Version\":\"2008-10-17\",\"Id\":\"__default_policy_ID\",\"Statement\":[{\"Sid\":"
                    + "\"__default_statement_ID\",\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"},\"Action\":["
                    + "\"SNS:GetTopicAttributes\",\"SNS:SetTopicAttributes\",\"SNS:AddPermission\",\"SNS:RemovePermission\","
                    + "\"SNS:DeleteTopic\",\"SNS:Subscribe\",\"SNS:ListSubscriptionsByTopic\",\"SNS:Publish\"],\"Resource\":\"%s\","
                    + "\"Condition\":{\"StringEquals\":{\"AWS:SourceOwner\":\"%s\"}}}]}";
    private static final String KEY = "{\"Version\":\"2012-10-17\",\"Id\":\"key-default-1\",\"Statement\":[{\"Sid\":"
            + "\"Enable IAM User Permissions\",\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::%s:root\"},"
            + "\"Action\":\"kms:*\",\"Resource\":\"*\"}]}";

    private DefaultPolicies() {}

    /**
     * Tells IAM of a topic: everybody of its owner's account may use it, and no service may.
     *
     * @param call the call that asks
     * @param arn the topic's ARN
     * @param versionId not used
     * @return the topic with its policy
     */
    public static Optional<Resources.Resource> topic(Call call, String arn, Optional<String> versionId) {
        String account = arn.split(":", 6)[4];
        return Optional.of(new Resources.Resource(account, Optional.of(TOPIC.formatted(arn, account)), false, Map::of));
    }

    /**
     * Tells IAM of a key: its account's policies decide.
     *
     * @param call the call that asks
     * @param arn the key's ARN
     * @param versionId not used
     * @return the key with its policy
     */
    public static Optional<Resources.Resource> key(Call call, String arn, Optional<String> versionId) {
        String account = arn.split(":", 6)[4];
        return Optional.of(new Resources.Resource(account, Optional.of(KEY.formatted(account)), true, Map::of));
    }
}
