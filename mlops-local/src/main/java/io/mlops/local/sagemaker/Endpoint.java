package io.mlops.local.sagemaker;

import io.mlops.local.account.Scope;
import io.mlops.local.call.Call;
import io.mlops.local.call.Cloud;
import io.mlops.local.call.Refusals;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.*;

/** An endpoint: the fleet that has the traffic, and at most one that shall have it. */
final class Endpoint {
    private final Cloud cloud;
    private final Scope scope;
    private final String name;
    private final Instant created;
    private Instant modified;
    private EndpointStatus status = EndpointStatus.CREATING;
    private Fleet fleet;
    private Optional<Pending> pending = Optional.empty();
    private Optional<DeploymentConfig> lastDeployment;
    private @Nullable String failureReason;

    /** The fleet that shall have the traffic. */
    private record Pending(Fleet fleet, Instant since) {}

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
        return scope.arn("sagemaker", "endpoint/" + name);
    }

    synchronized EndpointStatus status() {
        return status;
    }

    void start() {
        start(fleet, this::created);
    }

    private void start(Fleet started, Consumer<Optional<String>> outcome) {
        started.start(cloud.settings().directory().resolve("endpoints").resolve(name), outcome);
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
    }

    /**
     * Begins an update: the new fleet gets the traffic once it is healthy, or the old one keeps it.
     *
     * @throws software.amazon.awssdk.awscore.exception.AwsServiceException ValidationException unless it is in service
     */
    synchronized void update(Call call, UpdateEndpointRequest request, DescribeEndpointConfigResponse config) {
        requireInService();
        Fleet next = new Fleet(call, scope, name, config);
        if (Boolean.TRUE.equals(request.retainAllVariantProperties())) {
            List<VariantPropertyType> excluded = request.excludeRetainedVariantProperties().stream()
                    .map(VariantProperty::variantPropertyType)
                    .toList();
            next.retain(
                    fleet,
                    !excluded.contains(VariantPropertyType.DESIRED_WEIGHT),
                    !excluded.contains(VariantPropertyType.DESIRED_INSTANCE_COUNT));
        }
        if (!Boolean.TRUE.equals(request.retainDeploymentConfig())) {
            lastDeployment = Optional.ofNullable(request.deploymentConfig());
        }
        pending = Optional.of(new Pending(next, call.now()));
        become(EndpointStatus.UPDATING, Optional.empty());
        cloud.scheduler().execute(() -> start(next, failure -> updated(next, failure)));
        Deployments.longest(lastDeployment)
                .ifPresent(longest -> cloud.scheduler()
                        .after(
                                longest,
                                () -> updated(
                                        next,
                                        Optional.of("The deployment took longer than its"
                                                + " MaximumExecutionTimeoutInSeconds, " + longest.toSeconds()
                                                + " s."))));
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

    private synchronized void updated(Fleet next, Optional<String> failure) {
        boolean awaited = pending.isPresent() && pending.get().fleet() == next && fleet != next;
        if (!awaited) {
            return;
        } else if (failure.isPresent()) {
            stop(next);
            pending = Optional.empty();
            become(EndpointStatus.IN_SERVICE, failure);
            return;
        }
        Fleet old = fleet;
        fleet = next;
        Duration wait = Deployments.terminationWait(lastDeployment);
        if (wait.isZero()) {
            finish(old);
        } else {
            cloud.scheduler().after(wait, () -> finish(old));
        }
    }

    private synchronized void finish(Fleet old) {
        stop(old);
        pending = Optional.empty();
        become(EndpointStatus.IN_SERVICE, Optional.empty());
    }

    /** Changes shares and counts, at once. */
    synchronized void adjust(List<DesiredWeightAndCapacity> desired) {
        requireInService();
        for (DesiredWeightAndCapacity one : desired) {
            Shapes.refuse(one, "ServerlessUpdateConfig");
            if (fleet.server(one.variantName()).isEmpty()) {
                throw Refusals.validation(
                        "Could not find variant " + one.variantName() + " of endpoint \"" + arn() + "\".");
            }
        }
        desired.forEach(fleet::adjust);
        become(EndpointStatus.IN_SERVICE, Optional.empty());
    }

    /** Begins the end; completes when the servers have ended. */
    synchronized CompletableFuture<Void> delete() {
        if (status != EndpointStatus.IN_SERVICE && status != EndpointStatus.FAILED) {
            throw inProgress();
        }
        become(EndpointStatus.DELETING, Optional.empty());
        return fleet.stop();
    }

    /** Gives the fleet that has the traffic, where there is one. */
    synchronized Optional<Fleet> serving() {
        return status == EndpointStatus.IN_SERVICE || status == EndpointStatus.UPDATING
                ? Optional.of(fleet)
                : Optional.empty();
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
            described.productionVariants(fleet.summaries());
        }
        pending.ifPresent(next -> described.pendingDeploymentSummary(PendingDeploymentSummary.builder()
                .endpointConfigName(next.fleet().config().endpointConfigName())
                .startTime(next.since())
                .build()));
        return described.build();
    }
}
