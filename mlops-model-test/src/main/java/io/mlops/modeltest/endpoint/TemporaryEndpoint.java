package io.mlops.modeltest.endpoint;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.ContainerDefinition;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariant;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;
import software.amazon.awssdk.services.sagemaker.model.Tag;

/**
 * A model, endpoint config and endpoint of one name that live as long as a test. {@link #close} deletes what was made,
 * and may come from a shutdown hook at any moment: it waits for a call that is under way, so that nothing is made
 * behind its back.
 */
public final class TemporaryEndpoint implements AutoCloseable {
    private static final int TRIES = 10;
    /** For how long SageMaker may not know what was asked for; it names no time (API reference, CreateEndpoint). */
    private static final Duration SETTLING = Duration.ofSeconds(10);

    private final SageMakerClient sageMaker;
    private final Polling polling;
    private final PrintStream out;
    private final Plan plan;
    private final EndpointDeletion deletion;
    private final Object lifetime = new Object();
    private volatile boolean closing;
    private boolean closed;
    private boolean modelMade;
    private boolean configMade;
    private boolean endpointMade;

    /**
     * What to make.
     *
     * @param name the name of all three, at most 63 characters
     * @param roleArn the model's execution role
     * @param instanceType an ML instance type, as {@code ml.m5.large}
     * @param containers the model package's own containers
     * @param tags tags of all three
     */
    public record Plan(
            String name, String roleArn, String instanceType, List<ContainerDefinition> containers, List<Tag> tags) {
        /** Copies the lists. */
        public Plan {
            containers = List.copyOf(containers);
            tags = List.copyOf(tags);
        }
    }

    /**
     * Prepares an endpoint; nothing is called yet.
     *
     * @param sageMaker SageMaker
     * @param polling how often to look
     * @param out takes progress
     * @param plan what to make
     */
    public TemporaryEndpoint(SageMakerClient sageMaker, Polling polling, PrintStream out, Plan plan) {
        this.sageMaker = sageMaker;
        this.polling = polling;
        this.out = out;
        this.plan = plan;
        this.deletion = new EndpointDeletion(sageMaker, polling, out, SETTLING);
    }

    /**
     * Makes the endpoint and waits until it is InService.
     *
     * @throws EndpointUnavailableException if it fails to start or is closed meanwhile; the message is SageMaker's reason
     */
    public void open() {
        make(() -> {
            modelMade = true;
            createModel();
        });
        make(() -> {
            configMade = true;
            createEndpointConfig();
        });
        make(() -> {
            endpointMade = true;
            createEndpoint();
        });
        out.println("endpoint " + plan.name() + " is being created");
        awaitInService();
    }

    /**
     * Deletes what was made; later calls wait for the first and do nothing. What cannot be deleted is told, and left.
     */
    @Override
    public void close() {
        closing = true;
        synchronized (lifetime) {
            if (closed) {
                return;
            }
            closed = true;
            if (endpointMade) {
                endpointMade = !deletion.deleteEndpoint(plan.name());
            }
            if (endpointMade) {
                // It still uses the config and the model: reap takes them together.
                return;
            }
            if (configMade) {
                configMade = !deletion.deleteEndpointConfig(plan.name());
            }
            if (modelMade) {
                modelMade = !deletion.deleteModel(plan.name());
            }
        }
    }

    /**
     * Tells, after {@link #close}, whether something could not be deleted.
     *
     * @return whether the endpoint, its config or its model is left
     */
    public boolean leftSomething() {
        synchronized (lifetime) {
            return endpointMade || configMade || modelMade;
        }
    }

    /** Tries again while SageMaker does not yet know what was made a moment ago (API reference, CreateEndpoint). */
    private void make(Runnable call) {
        Polling.Pauses pauses = polling.begin("SageMaker knows what was just made");
        for (int tried = 1; ; tried++) {
            synchronized (lifetime) {
                if (closing) {
                    throw new EndpointUnavailableException("told to stop before the endpoint was made");
                }
                try {
                    call.run();
                    return;
                } catch (SageMakerException e) {
                    if (SageMakerErrors.exists(e)) {
                        // The name is this build's own: an answer of SageMaker was lost.
                        return;
                    }
                    if (!SageMakerErrors.notFound(e) || tried == TRIES) {
                        throw e;
                    }
                }
            }
            pauses.pause();
        }
    }

    private void createModel() {
        sageMaker.createModel(create -> create.modelName(plan.name())
                .executionRoleArn(plan.roleArn())
                .containers(plan.containers())
                .tags(plan.tags()));
    }

    private void createEndpointConfig() {
        sageMaker.createEndpointConfig(create -> create.endpointConfigName(plan.name())
                .productionVariants(ProductionVariant.builder()
                        .variantName("AllTraffic")
                        .modelName(plan.name())
                        .instanceType(plan.instanceType())
                        .initialInstanceCount(1)
                        .initialVariantWeight(1f)
                        .build())
                .tags(plan.tags()));
    }

    private void createEndpoint() {
        sageMaker.createEndpoint(create ->
                create.endpointName(plan.name()).endpointConfigName(plan.name()).tags(plan.tags()));
    }

    private void awaitInService() {
        Polling.Pauses pauses = polling.begin("endpoint " + plan.name() + " is InService");
        Instant settled = polling.clock().instant().plus(SETTLING);
        while (!closing) {
            try {
                if (inService()) {
                    out.println("endpoint " + plan.name() + " is InService");
                    return;
                }
            } catch (SageMakerException e) {
                boolean settling = !polling.clock().instant().isAfter(settled);
                if (!closing && !(SageMakerErrors.notFound(e) && settling)) {
                    throw e;
                }
            }
            pauses.pause();
        }
        throw new EndpointUnavailableException("told to stop before endpoint " + plan.name() + " was InService");
    }

    private boolean inService() {
        DescribeEndpointResponse endpoint = sageMaker.describeEndpoint(describe -> describe.endpointName(plan.name()));
        if (closing || endpoint.endpointStatus() == EndpointStatus.CREATING) {
            return false;
        }
        if (endpoint.endpointStatus() != EndpointStatus.IN_SERVICE) {
            throw new EndpointUnavailableException("endpoint " + plan.name() + " is "
                    + endpoint.endpointStatusAsString() + ": " + endpoint.failureReason());
        }
        return true;
    }
}
