package io.mlops.local.sagemaker;

import io.mlops.local.account.Scope;
import io.mlops.local.call.Call;
import io.mlops.local.call.Cloud;
import io.mlops.local.call.Refusals;
import io.mlops.local.events.EventBus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.*;

/** An endpoint: the fleet that has the traffic, and at most one update that brings another. */
final class Endpoint {
    private static final Duration ADJUSTMENT = Duration.ofMillis(100);

    private final Cloud cloud;
    private final Scope scope;
    private final String name;
    private final Instant created;
    private Instant modified;
    private EndpointStatus status = EndpointStatus.CREATING;
    private Fleet fleet;
    private Optional<Deployment> deployment = Optional.empty();
    private Optional<DeploymentConfig> lastDeployment;
    private @Nullable String failureReason;

    Endpoint(Call call, CreateEndpointRequest request, DescribeEndpointConfigResponse config) {
        this.cloud = call.cloud();
        this.scope = call.scope();
        this.name = request.endpointName();
        this.created = call.now();
        this.modified = created;
        this.lastDeployment = Optional.ofNullable(request.deploymentConfig());
        this.fleet = new Fleet(call, scope, name, config);
    }

    String name() {
        return name;
    }

    String arn() {
        return Shapes.arn(scope, "endpoint", name);
    }

    synchronized EndpointStatus status() {
        return status;
    }

    void start() {
        tell(described());
        fleet.start(directory(), this::created);
    }

    private Path directory() {
        return cloud.settings().directory().resolve("endpoints").resolve(name);
    }

    private synchronized void created(Optional<String> failure) {
        if (status == EndpointStatus.CREATING) {
            failure.ifPresent(reason -> stop(fleet));
            become(failure.isPresent() ? EndpointStatus.FAILED : EndpointStatus.IN_SERVICE, failure);
        }
    }

    private static void stop(Fleet fleet) {
        var unused = fleet.stop();
    }

    private void become(EndpointStatus next, Optional<String> failure) {
        status = next;
        failureReason = failure.orElse(null);
        modified = cloud.scheduler().now();
        tell(described());
    }

    private void tell(DescribeEndpointResponse state) {
        EventBus.of(cloud, scope).publish("aws.sagemaker", "SageMaker Endpoint State Change", List.of(arn()), state);
    }

    /**
     * Begins an update: the new fleet gets the traffic as the deployment config says, or the old one keeps it.
     *
     * @throws software.amazon.awssdk.awscore.exception.AwsServiceException ValidationException unless it is in service
     *     and so many instances can be deployed so
     */
    synchronized void update(Call call, UpdateEndpointRequest request, DescribeEndpointConfigResponse config) {
        requireInService();
        Fleet next = new Fleet(call, scope, name, config);
        if (Boolean.TRUE.equals(request.retainAllVariantProperties())) {
            next.retain(
                    fleet,
                    request.excludeRetainedVariantProperties().stream()
                            .map(VariantProperty::variantPropertyType)
                            .toList());
        }
        Optional<DeploymentConfig> how = Boolean.TRUE.equals(request.retainDeploymentConfig())
                ? lastDeployment
                : Optional.ofNullable(request.deploymentConfig());
        DeploymentPlan plan = DeploymentPlan.of(how, next.smallest());
        RollbackAlarms alarms = new RollbackAlarms(cloud, next.role(), scope.region(), plan.alarms());
        Deployment begun = new Deployment(cloud, next, plan, alarms, new Updating(next));
        lastDeployment = how;
        deployment = Optional.of(begun);
        become(EndpointStatus.UPDATING, Optional.empty());
        cloud.scheduler().execute(() -> begun.start(directory()));
    }

    /** What becomes of the endpoint by an update. */
    private final class Updating implements Deployment.Outcome {
        private final Fleet next;

        private Updating(Fleet next) {
            this.next = next;
        }

        @Override
        public void completed() {
            synchronized (Endpoint.this) {
                stop(fleet);
                fleet = next;
                end(Optional.empty());
            }
        }

        @Override
        public void rollingBack() {
            synchronized (Endpoint.this) {
                become(EndpointStatus.ROLLING_BACK, Optional.empty());
            }
        }

        @Override
        public void rolledBack(String reason) {
            synchronized (Endpoint.this) {
                end(Optional.of(reason));
            }
        }

        private void end(Optional<String> failure) {
            deployment = Optional.empty();
            become(EndpointStatus.IN_SERVICE, failure);
        }
    }

    private synchronized void requireInService() {
        if (status == EndpointStatus.FAILED) {
            throw Refusals.validation(
                    "Cannot update endpoint \"" + arn() + "\" in status Failed: delete it and create it again.");
        } else if (status != EndpointStatus.IN_SERVICE) {
            throw inProgress();
        }
    }

    private RuntimeException inProgress() {
        return Refusals.validation("Cannot update in-progress endpoint \"" + arn() + "\".");
    }

    /** Changes shares and counts, soon. */
    synchronized void adjust(List<DesiredWeightAndCapacity> desired) {
        requireInService();
        for (DesiredWeightAndCapacity one : desired) {
            Shapes.refuseAllBut(one, "VariantName", "DesiredWeight", "DesiredInstanceCount");
            if (fleet.server(one.variantName()).isEmpty()) {
                throw Refusals.validation(
                        "Could not find variant " + one.variantName() + " of endpoint \"" + arn() + "\".");
            }
        }
        become(EndpointStatus.UPDATING, Optional.empty());
        cloud.scheduler().after(ADJUSTMENT, () -> {
            synchronized (this) {
                desired.forEach(fleet::adjust);
                become(EndpointStatus.IN_SERVICE, Optional.empty());
            }
        });
    }

    /** Begins the end; completes when the servers have ended. */
    synchronized CompletableFuture<Void> delete() {
        if (status != EndpointStatus.IN_SERVICE && status != EndpointStatus.FAILED) {
            throw inProgress();
        }
        become(EndpointStatus.DELETING, Optional.empty());
        return fleet.stop();
    }

    /**
     * Gives the fleet that serves a request, where the endpoint is in service.
     *
     * @param draw from 0, inclusive, to 1, exclusive; it chooses during an update
     */
    synchronized Optional<Fleet> serving(double draw) {
        return switch (status) {
            case IN_SERVICE, UPDATING, ROLLING_BACK ->
                Optional.of(deployment
                        .filter(update -> update.takes(draw))
                        .map(Deployment::next)
                        .orElse(fleet));
            default -> Optional.empty();
        };
    }

    /** Gives the name of the config whose fleet has the traffic, or keeps it until an update is completed. */
    synchronized String configName() {
        return fleet.config().endpointConfigName();
    }

    synchronized EndpointSummary summary() {
        return EndpointSummary.builder()
                .endpointName(name)
                .endpointArn(arn())
                .creationTime(created)
                .lastModifiedTime(modified)
                .endpointStatus(status)
                .build();
    }

    synchronized DescribeEndpointResponse described() {
        DescribeEndpointResponse.Builder described = DescribeEndpointResponse.builder()
                .endpointName(name)
                .endpointArn(arn())
                .endpointConfigName(fleet.config().endpointConfigName())
                .endpointStatus(status)
                .failureReason(failureReason)
                .creationTime(created)
                .lastModifiedTime(modified)
                .lastDeploymentConfig(lastDeployment.orElse(null));
        if (status != EndpointStatus.CREATING && status != EndpointStatus.FAILED) {
            described
                    .productionVariants(fleet.summaries())
                    .dataCaptureConfig(fleet.captureSummary().orElse(null));
        }
        deployment.ifPresent(update -> described.pendingDeploymentSummary(update.summary()));
        return described.build();
    }
}
