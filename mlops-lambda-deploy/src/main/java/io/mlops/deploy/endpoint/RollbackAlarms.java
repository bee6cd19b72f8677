package io.mlops.deploy.endpoint;

import io.mlops.contract.DeploySettings.ConfigAlarm;
import io.mlops.contract.DeploySettings.Deployment;
import io.mlops.contract.DeploySettings.Variant;
import io.mlops.deploy.artifact.Release;
import io.mlops.deploy.job.JobFailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.cloudwatch.model.Tag;
import software.amazon.awssdk.services.codepipeline.model.FailureType;

/**
 * The alarms that roll an update back: the team's own, which must be there, and those made for the new config alone. The
 * latter are named {@code <config>-<variant>-<n>-<metric>}, and deleted with their config.
 */
final class RollbackAlarms {
    private final Supplier<CloudWatchClient> cloudWatch;

    RollbackAlarms(Supplier<CloudWatchClient> cloudWatch) {
        this.cloudWatch = cloudWatch;
    }

    /**
     * The alarms of an update.
     *
     * @param names all of them
     * @param delay why the update cannot begin yet
     */
    record Ready(List<String> names, Optional<String> delay) {
        /** Copies the names. */
        Ready {
            names = List.copyOf(names);
        }
    }

    /** Whether the settings ask for alarms of the config's own. */
    static boolean ofConfig(Release release) {
        Deployment deployment = release.settings().deployment();
        return deployment != null && !deployment.configAlarms().isEmpty();
    }

    /** Makes the config's alarms, again with what the settings say now, and looks at all of them. */
    Ready ensure(Release release, String config) {
        Deployment deployment = release.settings().deployment();
        if (deployment == null
                || (deployment.rollbackAlarms().isEmpty()
                        && deployment.configAlarms().isEmpty())) {
            return new Ready(List.of(), Optional.empty());
        }
        List<String> made = new ArrayList<>();
        for (Variant variant : release.settings().variants()) {
            for (int i = 0; i < deployment.configAlarms().size(); i++) {
                ConfigAlarm alarm = deployment.configAlarms().get(i);
                String name = config + "-" + variant.name() + "-" + (i + 1) + "-" + alarm.metric();
                cloudWatch.get().putMetricAlarm(request(release, config, variant.name(), name, alarm));
                made.add(name);
            }
        }
        requireQuiet(deployment.rollbackAlarms());
        List<String> names = new ArrayList<>(deployment.rollbackAlarms());
        names.addAll(made);
        return new Ready(names, firing(made));
    }

    /** Deletes the alarms that were made for a config. */
    void delete(String config) {
        List<String> names =
                cloudWatch.get().describeAlarms(r -> r.alarmNamePrefix(config + "-")).metricAlarms().stream()
                        .filter(alarm -> isOf(alarm, config))
                        .map(MetricAlarm::alarmName)
                        .toList();
        if (!names.isEmpty()) {
            cloudWatch.get().deleteAlarms(delete -> delete.alarmNames(names));
        }
    }

    private static boolean isOf(MetricAlarm alarm, String config) {
        return alarm.dimensions().stream()
                .anyMatch(dimension -> dimension.name().equals("EndpointConfigName")
                        && dimension.value().equals(config));
    }

    /** An update that begins under a firing alarm is rolled back at once. */
    private void requireQuiet(List<String> names) {
        if (names.isEmpty()) {
            return;
        }
        List<MetricAlarm> found =
                cloudWatch.get().describeAlarms(r -> r.alarmNames(names)).metricAlarms();
        List<String> missing = new ArrayList<>(names);
        found.forEach(alarm -> missing.remove(alarm.alarmName()));
        if (!missing.isEmpty()) {
            throw new JobFailedException(
                    FailureType.CONFIGURATION_ERROR,
                    "field deployment.rollbackAlarms: got " + missing
                            + "; accepted are names of CloudWatch metric alarms that exist in this region");
        }
        List<String> firing = found.stream()
                .filter(alarm -> alarm.stateValue() == StateValue.ALARM)
                .map(alarm -> alarm.alarmName() + " (" + alarm.stateReason() + ")")
                .toList();
        if (!firing.isEmpty()) {
            throw new JobFailedException(
                    FailureType.JOB_FAILED,
                    "rollback alarms are in ALARM before the update: " + firing
                            + "; the update would be rolled back at once; mend what they tell of and retry the stage");
        }
    }

    /** Those of the config itself may still fire from an attempt that was rolled back: without traffic they stop. */
    private Optional<String> firing(List<String> names) {
        if (names.isEmpty()) {
            return Optional.empty();
        }
        List<String> firing = cloudWatch.get().describeAlarms(r -> r.alarmNames(names)).metricAlarms().stream()
                .filter(alarm -> alarm.stateValue() == StateValue.ALARM)
                .map(MetricAlarm::alarmName)
                .toList();
        return firing.isEmpty()
                ? Optional.empty()
                : Optional.of("alarms of an attempt before are still in ALARM: " + firing);
    }

    private static PutMetricAlarmRequest request(
            Release release, String config, String variant, String name, ConfigAlarm alarm) {
        PutMetricAlarmRequest.Builder request = PutMetricAlarmRequest.builder()
                .alarmName(name)
                .alarmDescription("Rolls back the update of endpoint "
                        + release.settings().endpointName() + " to " + config)
                .actionsEnabled(false)
                .namespace("AWS/SageMaker")
                .metricName(alarm.metric())
                .dimensions(
                        dimension("EndpointName", release.settings().endpointName()),
                        dimension("VariantName", variant),
                        dimension("EndpointConfigName", config))
                .period(alarm.periodInSeconds())
                .evaluationPeriods(alarm.evaluationPeriods())
                .threshold(alarm.threshold())
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                .treatMissingData("notBreaching")
                .tags(ReleaseTags.of(release).entrySet().stream()
                        .map(tag -> Tag.builder()
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .build())
                        .toList());
        return isPercentile(alarm.statistic())
                ? request.extendedStatistic(alarm.statistic()).build()
                : request.statistic(alarm.statistic()).build();
    }

    private static boolean isPercentile(String statistic) {
        return statistic.startsWith("p");
    }

    private static Dimension dimension(String name, @Nullable String value) {
        return Dimension.builder().name(name).value(value).build();
    }
}
