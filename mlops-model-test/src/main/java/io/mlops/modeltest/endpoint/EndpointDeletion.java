package io.mlops.modeltest.endpoint;

import java.io.PrintStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;

/**
 * Deletes a temporary endpoint with its config and its model, which all have one name. One that is still being created
 * is waited for, since SageMaker refuses to delete it; what is not there is no fault; what cannot be deleted is told.
 */
final class EndpointDeletion {
    private static final int REFUSALS_AT_REST = 3;

    private final SageMakerClient sageMaker;
    private final Polling polling;
    private final PrintStream out;

    EndpointDeletion(SageMakerClient sageMaker, Polling polling, PrintStream out) {
        this.sageMaker = sageMaker;
        this.polling = polling;
        this.out = out;
    }

    boolean deleteEndpoint(String name) {
        return done("endpoint", name, () -> {
            requestDeletion(name);
            // The config may not be deleted before the endpoint is gone (API reference, DeleteEndpointConfig).
            Polling.Pauses pauses = polling.begin("endpoint " + name + " is gone");
            while (exists(name)) {
                pauses.pause();
            }
        });
    }

    boolean deleteEndpointConfig(String name) {
        return done(
                "endpoint config",
                name,
                () -> sageMaker.deleteEndpointConfig(delete -> delete.endpointConfigName(name)));
    }

    boolean deleteModel(String name) {
        return done("model", name, () -> sageMaker.deleteModel(delete -> delete.modelName(name)));
    }

    private void requestDeletion(String name) {
        Polling.Pauses pauses = polling.begin("endpoint " + name + " may be deleted");
        for (int refusedAtRest = 0; ; ) {
            try {
                sageMaker.deleteEndpoint(delete -> delete.endpointName(name));
                return;
            } catch (SageMakerException e) {
                if (SageMakerErrors.notFound(e)) {
                    throw e;
                }
                // An endpoint at rest may have come to rest between the refusal and this look: ask again.
                refusedAtRest = changing(name) ? 0 : refusedAtRest + 1;
                if (refusedAtRest == REFUSALS_AT_REST) {
                    throw e;
                }
            }
            pauses.pause();
        }
    }

    /** Whether the endpoint is in a state that ends by itself; SageMaker's refusals do not say so by their code. */
    private boolean changing(String name) {
        return switch (status(name)) {
            case CREATING, UPDATING, SYSTEM_UPDATING, ROLLING_BACK, DELETING -> true;
            case IN_SERVICE, OUT_OF_SERVICE, FAILED, UPDATE_ROLLBACK_FAILED, UNKNOWN_TO_SDK_VERSION -> false;
        };
    }

    private boolean exists(String name) {
        try {
            status(name);
            return true;
        } catch (SageMakerException e) {
            if (SageMakerErrors.notFound(e)) {
                return false;
            }
            throw e;
        }
    }

    private EndpointStatus status(String name) {
        return sageMaker
                .describeEndpoint(describe -> describe.endpointName(name))
                .endpointStatus();
    }

    private boolean done(String kind, String name, Runnable deletion) {
        try {
            deletion.run();
        } catch (SageMakerException e) {
            if (!SageMakerErrors.notFound(e)) {
                return left(kind, name, e);
            }
        } catch (SdkException | EndpointUnavailableException e) {
            return left(kind, name, e);
        }
        out.println(kind + " " + name + " deleted");
        return true;
    }

    private boolean left(String kind, String name, RuntimeException e) {
        out.println(kind + " " + name + " could not be deleted: " + e.getMessage()
                + "; run the reap command, or delete it yourself");
        return false;
    }
}
