package io.mlops.local.call;

import java.time.Duration;
import java.util.List;

/** Makes calls fail, wait or get lost on demand. */
public interface Faults {
    /** No fault. */
    Faults NONE = (call, operation) -> {};

    /**
     * Comes before the call is validated and served.
     *
     * @param call the call
     * @param operation its operation
     * @throws software.amazon.awssdk.awscore.exception.AwsServiceException if the call shall fail
     * @throws LostConnectionException if the call shall not arrive
     */
    void before(Call call, Operation operation);

    /**
     * Comes when the call was served, and before its client is told.
     *
     * @param call the call
     * @param operation its operation
     * @throws LostConnectionException if the answer shall be lost
     */
    default void answering(Call call, Operation operation) {}

    /**
     * Says when an asynchronous invocation reaches its function.
     *
     * @param function the function's name
     * @return for each time that it is delivered, how long after it was accepted; once and at once where there is no fault
     */
    default List<Duration> deliveries(String function) {
        return List.of(Duration.ZERO);
    }
}
