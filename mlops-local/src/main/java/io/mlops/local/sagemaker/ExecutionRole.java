package io.mlops.local.sagemaker;

import io.mlops.local.account.Credentials.AccessKey;
import io.mlops.local.call.Cloud;
import io.mlops.local.call.Refusals;
import io.mlops.local.iam.RoleSessions;
import java.util.Map;
import java.util.Optional;

/**
 * The role that SageMaker assumes on behalf of a training job or a model.
 *
 * @param arn the role
 * @param user the ARN of the training job or model that it was passed for: {@code aws:SourceArn} of its trust policy
 */
record ExecutionRole(String arn, String user) {
    /**
     * Opens a session.
     *
     * @throws software.amazon.awssdk.awscore.exception.AwsServiceException ValidationException, in SageMaker's words,
     *     if the role does not exist or does not trust sagemaker.amazonaws.com
     */
    AccessKey assume(Cloud cloud) {
        return RoleSessions.assumeFor(cloud, arn, "sagemaker.amazonaws.com", "SageMaker", Optional.of(user), Map.of())
                .orElseThrow(() -> Refusals.validation("Could not assume role " + arn
                        + ". Please ensure that the role exists and allows principal 'sagemaker.amazonaws.com' to"
                        + " assume the role."));
    }
}
