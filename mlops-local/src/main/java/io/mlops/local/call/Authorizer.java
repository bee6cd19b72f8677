package io.mlops.local.call;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkRequest;

/** Answers whether a caller may do what it asks. */
public interface Authorizer {
    /**
     * Answers every question that the call asks of IAM.
     *
     * @param call the call
     * @param operation its operation
     * @param request its input
     * @return the questions and answers
     */
    List<Authorization> authorize(Call call, Operation operation, SdkRequest request);

    /**
     * Answers what a caller must be allowed to be shown an error, as that an object does not exist.
     *
     * @param call the call
     * @param operation its operation
     * @param request its input
     * @param error the error's code
     * @return the questions and answers; none where everybody may know
     */
    default List<Authorization> authorizeToKnow(Call call, Operation operation, SdkRequest request, String error) {
        return List.of();
    }

    /**
     * Refuses a call as a whole.
     *
     * @param operation its operation
     * @param answers what was answered
     * @return the error, or empty where the call may go on
     */
    default Optional<AwsServiceException> refusal(Operation operation, List<Authorization> answers) {
        return Optional.empty();
    }

    /**
     * Refuses parts of a call, where its operation answers for each resource.
     *
     * @param operation its operation
     * @param answers what was answered
     * @return the errors by resource
     */
    default Map<String, AwsServiceException> refusals(Operation operation, List<Authorization> answers) {
        return Map.of();
    }
}
