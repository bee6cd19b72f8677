package io.mlops.local.sagemaker;

import io.mlops.local.account.Scheduler.Appointment;
import io.mlops.local.call.Cloud;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sagemaker.model.PendingDeploymentSummary;
import software.amazon.awssdk.services.sagemaker.model.PendingProductionVariantSummary;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariantStatus;
import software.amazon.awssdk.services.sagemaker.model.VariantStatus;

/**
 * One update of an endpoint: the new fleet comes up, gets the traffic share by share, and bakes; or the traffic goes
 * back, because the fleet is not healthy, an alarm tripped, or it took too long.
 */
final class Deployment {
    private static final Logger LOG = LoggerFactory.getLogger(Deployment.class);
    private static final Duration ALARM_INTERVAL = Duration.ofSeconds(10);

    private final Cloud cloud;
    private final Fleet next;
    private final DeploymentPlan plan;
    private final RollbackAlarms alarms;
    private final Outcome outcome;
    private final List<Appointment> appointments = new ArrayList<>();
    private final Instant since;
    private Instant statusSince;
    private VariantStatus status = VariantStatus.CREATING;
    private double share;
    private boolean decided;

    /** Is told how it goes, never while this is locked. */
    interface Outcome {
        /** All traffic is the new fleet's for good. */
        void completed();

        /** The traffic begins to go back. */
        void rollingBack();

        /** The old fleet has all traffic, and the new one has ended. */
        void rolledBack(String reason);
    }

    Deployment(Cloud cloud, Fleet next, DeploymentPlan plan, RollbackAlarms alarms, Outcome outcome) {
        this.cloud = cloud;
        this.next = next;
        this.plan = plan;
        this.alarms = alarms;
        this.outcome = outcome;
        this.since = cloud.scheduler().now();
        this.statusSince = since;
    }

    Fleet next() {
        return next;
    }

    void start(Path directory) {
        plan.longest()
                .ifPresent(longest -> later(
                        longest,
                        () -> rollBack("The deployment took longer than its MaximumExecutionTimeoutInSeconds, "
                                + longest.toSeconds() + " s.")));
        if (!alarms.isEmpty()) {
            later(ALARM_INTERVAL, this::watch);
        }
        next.start(directory, failure -> failure.ifPresentOrElse(this::rollBack, () -> guarded(() -> shift(0))));
    }

    private synchronized void later(Duration delay, Runnable task) {
        if (!decided) {
            appointments.add(cloud.scheduler().after(delay, () -> guarded(task)));
        }
    }

    /** A fault of the emulator's own, whatever it is, rolls back. */
    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            LOG.error("the deployment of {} met a fault", next.config().endpointConfigName(), e);
            rollBack("Request to service failed. If failure persists after retry, contact customer support.");
        }
    }

    private void watch() {
        alarms.reason().ifPresentOrElse(this::rollBack, () -> later(ALARM_INTERVAL, this::watch));
    }

    private void shift(int step) {
        alarms.reason().ifPresentOrElse(this::rollBack, () -> shiftNow(step));
    }

    private synchronized void shiftNow(int step) {
        if (decided) {
            return;
        }
        share = plan.shares().get(step);
        become(VariantStatus.BAKING);
        if (step < plan.shares().size() - 1) {
            later(plan.interval(), () -> shift(step + 1));
        } else if (plan.termination().isZero()) {
            cloud.scheduler().execute(this::complete);
        } else {
            later(plan.termination(), () -> alarms.reason().ifPresentOrElse(this::rollBack, this::complete));
        }
    }

    private void become(VariantStatus now) {
        status = now;
        statusSince = cloud.scheduler().now();
    }

    private void complete() {
        if (decide()) {
            outcome.completed();
        }
    }

    private void rollBack(String reason) {
        if (decide()) {
            outcome.rollingBack();
            giveBack(reason);
        }
    }

    private void giveBack(String reason) {
        synchronized (this) {
            become(VariantStatus.DELETING);
            share = Math.max(0, share - plan.rollback());
            if (share > 0) {
                cloud.scheduler().after(plan.interval(), () -> giveBack(reason));
                return;
            }
        }
        var unused = next.stop().thenRun(() -> outcome.rolledBack(reason));
    }

    /** Says whether it was still open how this ends. */
    private synchronized boolean decide() {
        boolean first = !decided;
        decided = true;
        appointments.forEach(Appointment::cancel);
        return first;
    }

    /** Says whether a request of this draw, from 0 to 1, exclusive, goes to the new fleet. */
    synchronized boolean takes(double draw) {
        return draw < share;
    }

    synchronized PendingDeploymentSummary summary() {
        boolean creating = status == VariantStatus.CREATING;
        return PendingDeploymentSummary.builder()
                .endpointConfigName(next.config().endpointConfigName())
                .startTime(since)
                .productionVariants(next.summaries().stream()
                        .map(variant -> Shapes.copy(variant, PendingProductionVariantSummary.builder())
                                .currentInstanceCount(creating ? 0 : variant.currentInstanceCount())
                                .variantStatus(ProductionVariantStatus.builder()
                                        .status(status)
                                        .startTime(statusSince)
                                        .build())
                                .build())
                        .toList())
                .build();
    }
}
