package io.mlops.local.cloudwatch;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/** An alarm and its state. Guarded by its own monitor. */
final class StoredAlarm {
    private final String arn;
    private final PutMetricAlarmRequest put;
    private final Map<String, String> tags;
    private final Instant configured;
    private State state;

    /**
     * An alarm's state.
     *
     * @param value the state
     * @param reason why, for people
     * @param reasonData why, as JSON
     * @param since when it came to be
     */
    record State(StateValue value, String reason, Optional<String> reasonData, Instant since) {}

    StoredAlarm(String arn, PutMetricAlarmRequest put, Map<String, String> tags, Instant now, State state) {
        this.arn = arn;
        this.put = put;
        this.tags = Map.copyOf(tags);
        this.configured = now;
        this.state = state;
    }

    String arn() {
        return arn;
    }

    String name() {
        return put.alarmName();
    }

    PutMetricAlarmRequest put() {
        return put;
    }

    Map<String, String> tags() {
        return tags;
    }

    synchronized State state() {
        return state;
    }

    /** Takes a state; gives the one before. */
    synchronized State replace(State other) {
        State before = state;
        state = other;
        return before;
    }

    boolean actionsEnabled() {
        return !Boolean.FALSE.equals(put.actionsEnabled());
    }

    int datapointsToAlarm() {
        return put.datapointsToAlarm() == null ? put.evaluationPeriods() : put.datapointsToAlarm();
    }

    String treatMissingData() {
        return put.treatMissingData() == null ? "missing" : put.treatMissingData();
    }

    /** The statistic of an alarm on one metric. */
    String statistic() {
        return put.statistic() == null ? put.extendedStatistic() : put.statisticAsString();
    }

    /** What is watched, as queries: of one metric, or the alarm's own list. */
    List<MetricDataQuery> queries() {
        return put.hasMetrics()
                ? put.metrics()
                : List.of(MetricDataQuery.builder()
                        .id("m1")
                        .metricStat(stat -> stat.metric(metric -> metric.namespace(put.namespace())
                                        .metricName(put.metricName())
                                        .dimensions(put.dimensions()))
                                .period(put.period())
                                .stat(statistic())
                                .unit(put.unit()))
                        .returnData(true)
                        .build());
    }

    /** In seconds: of several metrics, the longest. */
    int period() {
        return queries().stream()
                .filter(query -> query.metricStat() != null)
                .mapToInt(query -> query.metricStat().period())
                .max()
                .orElse(60);
    }

    List<String> actions(StateValue value) {
        return switch (value) {
            case OK -> put.okActions();
            case ALARM -> put.alarmActions();
            default -> put.insufficientDataActions();
        };
    }

    /** The alarm as DescribeAlarms shows it: what it was put with, under the same names, and its state. */
    synchronized MetricAlarm described() {
        MetricAlarm.Builder described = MetricAlarm.builder();
        for (SdkField<?> field : ((SdkPojo) described).sdkFields()) {
            Object value = member(field.memberName());
            if (value != null) {
                field.set(described, value);
            }
        }
        return described
                .alarmArn(arn)
                .actionsEnabled(actionsEnabled())
                .alarmConfigurationUpdatedTimestamp(configured)
                .stateValue(state.value())
                .stateReason(state.reason())
                .stateReasonData(state.reasonData().orElse(null))
                .stateUpdatedTimestamp(state.since())
                .stateTransitionedTimestamp(state.since())
                .build();
    }

    private @Nullable Object member(String name) {
        for (SdkField<?> field : put.sdkFields()) {
            if (field.memberName().equals(name)) {
                return field.getValueOrDefault(put);
            }
        }
        return null;
    }
}
