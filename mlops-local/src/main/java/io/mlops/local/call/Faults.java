package io.mlops.local.call;

/** Makes calls fail or wait on demand. */
public interface Faults {
    /** No fault. */
    Faults NONE = (call, operation) -> {};

    /**
     * Comes before the call is validated and served.
     *
     * @param call the call
     * @param operation its operation
     * @throws software.amazon.awssdk.awscore.exception.AwsServiceException if the call shall fail
     */
    void before(Call call, Operation operation);
}
