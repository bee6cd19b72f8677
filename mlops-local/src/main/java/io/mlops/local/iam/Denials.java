package io.mlops.local.iam;

import io.mlops.local.call.Authorization;
import io.mlops.local.call.Call;
import io.mlops.local.call.Operation;
import io.mlops.local.call.Refusals;
import io.mlops.local.iam.policy.Decision;
import io.mlops.local.iam.policy.Principal;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** How a denial reads, which differs from service to service, and what is not denied. */
final class Denials {
    private static final Set<String> BUCKET_POLICY =
            Set.of("s3:GetBucketPolicy", "s3:PutBucketPolicy", "s3:DeleteBucketPolicy");

    private Denials() {}

    static AwsServiceException of(Operation operation, Authorization answer) {
        String service = operation.service().name();
        String resource = service.equals("s3") ? "\"" + answer.resource() + "\"" : answer.resource();
        String message = "User: " + answer.principal() + " is not authorized to perform: " + answer.action()
                + " on resource: " + resource
                + (service.equals("sts") ? "" : " " + answer.reason());
        return switch (service) {
            case "s3", "iam", "sts", "cloudwatch" -> Refusals.of("AccessDenied", 403, message);
            case "sns" -> Refusals.of("AuthorizationError", 403, message);
            case "lambda", "sagemaker-runtime" -> Refusals.of("AccessDeniedException", 403, message);
            default -> Refusals.of("AccessDeniedException", 400, message);
        };
    }

    /** DeleteObjects answers for each object. */
    static boolean isByPart(Operation operation) {
        return operation.name().equals("DeleteObjects");
    }

    /** S3 says that there is no such bucket to whoever asks. */
    static boolean isOfNothing(Call call, Question question, Resources resources) {
        return question.action().startsWith("s3:")
                && question.resource().startsWith("arn:aws:s3:::")
                && !question.action().equals("s3:CreateBucket")
                && resources.find(call, question.resource(), Optional.empty()).isEmpty();
    }

    /** No policy keeps an account's root user from its buckets' policies (S3 user guide, "Adding a bucket policy"). */
    static Decision exceptForOwner(Principal principal, Question question, Decision decision) {
        boolean isOwner = principal.kind() == Principal.Kind.ROOT && BUCKET_POLICY.contains(question.action());
        return isOwner && decision.source() == Decision.Source.RESOURCE && !decision.isAllowed()
                ? new Decision(true, Decision.Source.IDENTITY, Optional.empty())
                : decision;
    }
}
