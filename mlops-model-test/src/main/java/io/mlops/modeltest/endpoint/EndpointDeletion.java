package io.mlops.modeltest.endpoint;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;

/**
 * Deletes a temporary endpoint with its config and its model, which all have one name. One that is still being created
 * is waited for, since SageMaker refuses to delete it; what is not there is no fault; other refusals are given two
 * minutes to end; what then cannot be deleted is told.
 */
final class EndpointDeletion {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final SageMakerClient sageMaker;
    private final Polling polling;
    private final PrintStream out;
    private final Duration settling;

    /**
     * Prepares deletions.
     *
     * @param settling for how long "not found" is not believed: SageMaker may not know yet what this process asked for
     */
    EndpointDeletion(SageMakerClient sageMaker, Polling polling, PrintStream out, Duration settling) {
        this.sageMaker = sageMaker;
        this.polling = polling;
        this.out = out;
        this.settling = settling;
    }

    boolean deleteEndpoint(String name) {
        return done("endpoint " + name, () -> {
            request(
                    "endpoint " + name,
                    () -> sageMaker.deleteEndpoint(delete -> delete.endpointName(name)),
                    () -> changing(name));
            // The config may not be deleted before the endpoint is gone (API reference, DeleteEndpointConfig).
            awaitGone(name);
        });
    }

    boolean deleteEndpointConfig(String name) {
        String what = "endpoint config " + name;
        return done(
                what,
                () -> request(
                        what,
                        () -> sageMaker.deleteEndpointConfig(delete -> delete.endpointConfigName(name)),
                        () -> false));
    }

    boolean deleteModel(String name) {
        String what = "model " + name;
        return done(
                what, () -> request(what, () -> sageMaker.deleteModel(delete -> delete.modelName(name)), () -> false));
    }

    private void request(String what, Runnable deletion, BooleanSupplier changing) {
        Polling.Pauses pauses = polling.begin(what + " may be deleted");
        Instant since = polling.clock().instant();
        while (true) {
            try {
                deletion.run();
                return;
            } catch (SdkException e) {
                boolean notFound = SageMakerErrors.notFound(e);
                if (!notFound && changing.getAsBoolean()) {
                    since = polling.clock().instant();
                } else if (longerThan(notFound ? settling : PATIENCE, since)) {
                    throw e;
                }
            }
            pauses.pause();
        }
    }

    private void awaitGone(String name) {
        Polling.Pauses pauses = polling.begin("endpoint " + name + " is gone");
        Instant seen = polling.clock().instant();
        while (true) {
            try {
                status(name);
                seen = polling.clock().instant();
            } catch (SdkException e) {
                if (SageMakerErrors.notFound(e)) {
                    return;
                }
                if (longerThan(PATIENCE, seen)) {
                    throw e;
                }
            }
            pauses.pause();
        }
    }

    private boolean longerThan(Duration duration, Instant since) {
        return !polling.clock().instant().isBefore(since.plus(duration));
    }

    /** Whether the endpoint is in a state that ends by itself; SageMaker's refusals do not say so by their code. */
    private boolean changing(String name) {
        try {
            return switch (status(name)) {
                case CREATING, UPDATING, SYSTEM_UPDATING, ROLLING_BACK, DELETING -> true;
                case IN_SERVICE, OUT_OF_SERVICE, FAILED, UPDATE_ROLLBACK_FAILED, UNKNOWN_TO_SDK_VERSION -> false;
            };
        } catch (SdkException e) {
            // The next try of the deletion says it again, and until when is decided there.
            return false;
        }
    }

    private EndpointStatus status(String name) {
        return sageMaker
                .describeEndpoint(describe -> describe.endpointName(name))
                .endpointStatus();
    }

    private boolean done(String what, Runnable deletion) {
        try {
            deletion.run();
        } catch (SdkException | EndpointUnavailableException e) {
            if (!SageMakerErrors.notFound(e)) {
                out.println(what + " could not be deleted: " + e.getMessage()
                        + "; run the reap command, or delete it yourself");
                return false;
            }
        }
        out.println(what + " deleted");
        return true;
    }
}
