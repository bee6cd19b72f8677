package io.mlops.local.call;

import io.mlops.local.account.Caller;
import io.mlops.local.account.Scope;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * One call's facts, handed to the service that serves it.
 *
 * @param caller who calls
 * @param region the region that is called
 * @param requestId the call's id
 * @param cloud the emulated AWS
 * @param betweenServices whether one service calls another, as CodePipeline does to start a build; {@code false} for
 *     what comes from the wire
 * @param refused errors by the ARN of what the caller may not touch, where the operation answers for each resource
 */
public record Call(
        Caller caller,
        String region,
        String requestId,
        Cloud cloud,
        boolean betweenServices,
        Map<String, AwsServiceException> refused) {
    /** Copies the map. */
    public Call {
        refused = Map.copyOf(refused);
    }

    /**
     * Makes a call from the wire, of which nothing is refused yet.
     *
     * @param caller who calls
     * @param region the region that is called
     * @param requestId the call's id
     * @param cloud the emulated AWS
     */
    public Call(Caller caller, String region, String requestId, Cloud cloud) {
        this(caller, region, requestId, cloud, false, Map.of());
    }

    /**
     * Names the account and region that the call acts in.
     *
     * @return the scope
     */
    public Scope scope() {
        return new Scope(caller.accountId(), region);
    }

    /**
     * Tells the time.
     *
     * @return now
     */
    public Instant now() {
        return cloud.scheduler().now();
    }
}
