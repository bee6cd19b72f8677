package io.mlops.local.codepipeline;

import io.mlops.local.call.ErrorCodes;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** What a provider does for an action: begun on a worker's thread, ended by telling the {@link Flow}. */
sealed interface ActionWork permits S3Source, CodeBuildAction, LambdaAction, ManualApproval {
    /** Begins; returns when there is nothing to do but to wait for an event. */
    void start();

    static ActionWork of(ActionContext context) {
        return switch (Provider.of(context.run().action().actionTypeId()).orElseThrow()) {
            case S3_SOURCE -> new S3Source(context);
            case CODE_BUILD -> new CodeBuildAction(context);
            case LAMBDA -> new LambdaAction(context);
            case MANUAL -> new ManualApproval(context);
        };
    }

    /** Writes a service's error as CodePipeline shows it. */
    static String shown(String service, AwsServiceException e) {
        return ErrorCodes.message(e) + " (Service: " + service + "; Status Code: " + e.statusCode() + "; Error Code: "
                + ErrorCodes.of(e) + "; Request ID: " + e.requestId() + "; Proxy: null)";
    }
}
