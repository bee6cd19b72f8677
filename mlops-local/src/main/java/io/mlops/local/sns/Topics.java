package io.mlops.local.sns;

import io.mlops.local.account.Scope;
import io.mlops.local.call.Call;
import io.mlops.local.call.Cloud;
import io.mlops.local.iam.DefaultPolicies;
import io.mlops.local.iam.Resources;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The topics of an account in a region. */
public final class Topics {
    private final Map<String, Topic> byArn = new ConcurrentSkipListMap<>();

    private Topics() {}

    static Topics of(Cloud cloud, Scope scope) {
        return cloud.stores().of(Topics.class, scope, made -> new Topics());
    }

    /**
     * Gives each topic's tags, for the tagging API.
     *
     * @param cloud the emulated AWS
     * @param scope the account and region
     * @return tags by ARN
     */
    public static Map<String, Map<String, String>> tags(Cloud cloud, Scope scope) {
        Map<String, Map<String, String>> tags = new TreeMap<>();
        of(cloud, scope).byArn.forEach((arn, topic) -> tags.put(arn, topic.tags()));
        return tags;
    }

    /**
     * Tells IAM of a topic.
     *
     * @param call the call that asks
     * @param arn the topic's ARN
     * @param versionId not used
     * @return the topic with the policy that it was made with, or else AWS's own
     */
    public static Optional<Resources.Resource> resource(Call call, String arn, Optional<String> versionId) {
        String[] parts = arn.split(":", 6);
        Topic topic = of(call.cloud(), new Scope(parts[4], parts[3])).byArn.get(arn);
        return topic == null || !topic.attributes().containsKey("Policy")
                ? DefaultPolicies.topic(call, arn, versionId)
                : Optional.of(new Resources.Resource(
                        parts[4],
                        Optional.of(topic.attributes().get("Policy")),
                        false,
                        () -> Resources.tags(topic.tags())));
    }

    static String policy(Call call, String arn) {
        return resource(call, arn, Optional.empty())
                .flatMap(Resources.Resource::policy)
                .orElseThrow();
    }

    Map<String, Topic> byArn() {
        return byArn;
    }
}
