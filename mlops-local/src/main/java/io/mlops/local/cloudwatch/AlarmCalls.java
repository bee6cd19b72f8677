package io.mlops.local.cloudwatch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mlops.local.call.Call;
import io.mlops.local.call.Page;
import io.mlops.local.call.Refusals;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.*;

/** Calls that put, describe, set and delete alarms. */
final class AlarmCalls {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<String> MISSING = Set.of("breaching", "notBreaching", "ignore", "missing");
    private static final int DAY = 86_400;
    private static final int DEFAULT_PAGE = 50;

    private final Call call;
    private final Alarms alarms;

    AlarmCalls(Call call) {
        this.call = call;
        this.alarms = Alarms.of(call.cloud(), call.scope());
    }

    PutMetricAlarmResponse put(PutMetricAlarmRequest request) {
        check(request);
        StoredAlarm made = alarms.byName().compute(request.alarmName(), (name, earlier) -> alarm(request, earlier));
        alarms.watch(made);
        return PutMetricAlarmResponse.builder().build();
    }

    private StoredAlarm alarm(PutMetricAlarmRequest request, @Nullable StoredAlarm earlier) {
        Map<String, String> tags = request.tags().stream().collect(Collectors.toMap(Tag::key, Tag::value));
        return new StoredAlarm(
                call.scope().arn("cloudwatch", "alarm:" + request.alarmName()),
                request,
                earlier == null ? tags : earlier.tags(),
                call.now(),
                earlier == null
                        ? new StoredAlarm.State(
                                StateValue.INSUFFICIENT_DATA,
                                "Unchecked: Initial alarm creation",
                                Optional.empty(),
                                call.now())
                        : earlier.state());
    }

    private static void check(PutMetricAlarmRequest request) {
        boolean band = request.comparisonOperator() == ComparisonOperator.UNKNOWN_TO_SDK_VERSION
                || request.comparisonOperatorAsString().contains("Upper")
                || request.comparisonOperatorAsString().contains("Lower");
        if (request.thresholdMetricId() != null || band) {
            throw Wrong.validation("Anomaly detection (ThresholdMetricId, " + request.comparisonOperatorAsString()
                    + ") is not honoured by this emulator");
        } else if (request.threshold() == null) {
            throw Wrong.validation("The parameter Threshold is required.");
        } else if (request.evaluateLowSampleCountPercentile() != null) {
            throw Wrong.validation("EvaluateLowSampleCountPercentile is not honoured by this emulator: leave it out");
        } else if (request.treatMissingData() != null && !MISSING.contains(request.treatMissingData())) {
            throw Wrong.validation("Option " + request.treatMissingData() + " is not supported. Supported options for"
                    + " parameter TreatMissingData are breaching, notBreaching, ignore and missing.");
        } else if (request.datapointsToAlarm() != null && request.datapointsToAlarm() > request.evaluationPeriods()) {
            throw Wrong.validation("DatapointsToAlarm must be less than or equal to EvaluationPeriods");
        }
        if (request.hasMetrics() && !request.metrics().isEmpty()) {
            checkMetrics(request);
        } else {
            checkMetric(request);
        }
        Stream.of(request.alarmActions(), request.okActions(), request.insufficientDataActions())
                .flatMap(List::stream)
                .filter(action -> !action.matches("arn:aws[a-z-]*:sns:[^:]+:\\d{12}:[^:]+"))
                .findFirst()
                .ifPresent(action -> {
                    throw Wrong.validation("Invalid arn syntax or an action that this emulator does not honour: "
                            + action + " is no SNS topic");
                });
    }

    private static void checkMetrics(PutMetricAlarmRequest request) {
        if (request.metricName() != null || request.statistic() != null || request.period() != null) {
            throw Wrong.validation("Metrics cannot be specified together with MetricName, Namespace, Dimensions,"
                    + " Period, Unit, Statistic, or ExtendedStatistic");
        }
        QueryResults.check(request.metrics());
        long returned = request.metrics().stream()
                .filter(query -> !Boolean.FALSE.equals(query.returnData()))
                .count();
        if (returned != 1) {
            throw Wrong.validation("Exactly one element of the metrics list should return data.");
        }
    }

    private static void checkMetric(PutMetricAlarmRequest request) {
        if (request.metricName() == null || request.namespace() == null) {
            throw Wrong.validation("MetricName and Namespace, or Metrics, must be specified");
        } else if ((request.statistic() == null) == (request.extendedStatistic() == null)) {
            throw Wrong.validation("Exactly one of Statistic and ExtendedStatistic must be specified");
        }
        boolean watchable = request.period() != null && request.period() >= 10;
        QueryResults.requirePeriod(watchable ? request.period() : null);
        if (request.extendedStatistic() != null) {
            Statistic.require("ExtendedStatistic", request.extendedStatistic());
        }
        if ((long) request.period() * request.evaluationPeriods() > DAY) {
            throw Wrong.validation("Metrics cannot be checked across more than a day (EvaluationPeriods * Period must"
                    + " be <= 86400).");
        }
    }

    DescribeAlarmsResponse describe(DescribeAlarmsRequest request) {
        if (request.alarmNamePrefix() != null && !request.alarmNames().isEmpty()) {
            throw Wrong.combination("AlarmNamePrefix cannot be specified together with AlarmNames");
        } else if (request.childrenOfAlarmName() != null || request.parentsOfAlarmName() != null) {
            throw Wrong.validation(
                    "ChildrenOfAlarmName and ParentsOfAlarmName are not honoured by this emulator, which has no"
                            + " composite alarms");
        }
        boolean metricAlarms =
                request.alarmTypes().isEmpty() || request.alarmTypes().contains(AlarmType.METRIC_ALARM);
        List<MetricAlarm> found = alarms.byName().values().stream()
                .filter(alarm -> metricAlarms && isWanted(request, alarm))
                .map(StoredAlarm::described)
                .toList();
        Page<MetricAlarm> page = Page.of(
                found,
                request.nextToken(),
                request.maxRecords() == null ? DEFAULT_PAGE : request.maxRecords(),
                MetricCalls::wrongToken);
        return DescribeAlarmsResponse.builder()
                .metricAlarms(page.items())
                .compositeAlarms(List.of())
                .nextToken(page.next())
                .build();
    }

    private static boolean isWanted(DescribeAlarmsRequest request, StoredAlarm alarm) {
        StateValue value = alarm.state().value();
        return (request.alarmNames().isEmpty() || request.alarmNames().contains(alarm.name()))
                && alarm.name()
                        .startsWith(
                                Optional.ofNullable(request.alarmNamePrefix()).orElse(""))
                && (request.stateValue() == null || request.stateValue() == value)
                && (request.actionPrefix() == null
                        || Stream.of(StateValue.OK, StateValue.ALARM, StateValue.INSUFFICIENT_DATA)
                                .flatMap(each -> alarm.actions(each).stream())
                                .anyMatch(action -> action.startsWith(request.actionPrefix())));
    }

    /** Deletes all that are named, or none where one is not there. */
    DeleteAlarmsResponse delete(DeleteAlarmsRequest request) {
        request.alarmNames().forEach(this::find);
        alarms.byName().keySet().removeAll(request.alarmNames());
        return DeleteAlarmsResponse.builder().build();
    }

    SetAlarmStateResponse set(SetAlarmStateRequest request) {
        StoredAlarm alarm = find(request.alarmName());
        if (request.stateReasonData() != null && !isJson(request.stateReasonData())) {
            throw Refusals.of("InvalidFormat", 400, "StateReasonData was not valid JSON");
        }
        alarms.change(
                alarm,
                new StoredAlarm.State(
                        request.stateValue(),
                        request.stateReason(),
                        Optional.ofNullable(request.stateReasonData()),
                        call.now()));
        return SetAlarmStateResponse.builder().build();
    }

    private static boolean isJson(String text) {
        try {
            JSON.readTree(text);
            return true;
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private StoredAlarm find(String name) {
        StoredAlarm alarm = alarms.byName().get(name);
        if (alarm == null) {
            throw ResourceNotFoundException.builder()
                    .message("The alarm " + name + " does not exist")
                    .build();
        }
        return alarm;
    }
}
