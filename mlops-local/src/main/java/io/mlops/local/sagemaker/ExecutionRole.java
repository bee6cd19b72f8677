package io.mlops.local.sagemaker;

import io.mlops.local.account.Credentials.AccessKey;
import io.mlops.local.call.Cloud;
import io.mlops.local.call.Refusals;
import io.mlops.local.iam.RoleSessions;

/** The role that SageMaker assumes on behalf of a training job or a model. */
final class ExecutionRole {
    private ExecutionRole() {}

    /**
     * Opens a session.
     *
     * @throws software.amazon.awssdk.awscore.exception.AwsServiceException ValidationException, in SageMaker's words,
     *     if the role does not exist or does not trust sagemaker.amazonaws.com
     */
    static AccessKey assume(Cloud cloud, String roleArn) {
        return RoleSessions.assumeFor(cloud, roleArn, "sagemaker.amazonaws.com", "SageMaker")
                .orElseThrow(() -> Refusals.validation("Could not assume role " + roleArn
                        + ". Please ensure that the role exists and allows principal 'sagemaker.amazonaws.com' to"
                        + " assume the role."));
    }
}
