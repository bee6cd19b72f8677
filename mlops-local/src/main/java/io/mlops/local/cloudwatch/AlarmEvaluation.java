package io.mlops.local.cloudwatch;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/**
 * What an alarm's metric says now, by M out of N periods and the alarm's treatment of missing data (CloudWatch user
 * guide, "Configuring how CloudWatch alarms treat missing data"). Only whole periods count; two more than N are looked
 * at, where AWS says but that it looks at more.
 */
final class AlarmEvaluation {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MORE_PERIODS = 2;
    private static final DateTimeFormatter SHOWN =
            DateTimeFormatter.ofPattern("dd/MM/yy HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final StoredAlarm alarm;
    private final Instant now;
    private final Instant start;
    private final NavigableMap<Instant, Double> found;

    AlarmEvaluation(
            BiFunction<MetricKey, Metrics.Query, NavigableMap<Instant, Double>> metrics,
            StoredAlarm alarm,
            Instant now) {
        this.alarm = alarm;
        this.now = now;
        int period = alarm.period();
        long step = Math.min(period, 60);
        Instant end = Instant.ofEpochSecond(now.getEpochSecond() / step * step);
        this.start =
                end.minus(Duration.ofSeconds(period).multipliedBy(alarm.put().evaluationPeriods() + MORE_PERIODS));
        String id = alarm.queries().stream()
                .filter(query -> !Boolean.FALSE.equals(query.returnData()))
                .map(MetricDataQuery::id)
                .findFirst()
                .orElseThrow();
        this.found = new QueryResults(metrics, alarm.queries(), start, end).series(id);
    }

    /** The state that follows; empty where the alarm keeps its own. */
    Optional<StoredAlarm.State> result() {
        int periods = alarm.put().evaluationPeriods();
        List<Map.Entry<Instant, Double>> points = List.copyOf(found.entrySet());
        List<Map.Entry<Instant, Double>> latest = points.subList(Math.max(0, points.size() - periods), points.size());
        long breaching =
                latest.stream().filter(point -> breaches(point.getValue())).count();
        int missing = periods - latest.size();
        return value(breaching, latest.size(), missing).map(value -> state(value, latest, breaching));
    }

    private Optional<StateValue> value(long breaching, int found, int missing) {
        int wanted = alarm.datapointsToAlarm();
        boolean unsure = missing > 0 && breaching == found && breaching < wanted;
        return switch (alarm.treatMissingData()) {
            case "breaching" -> Optional.of(breaching + missing >= wanted ? StateValue.ALARM : StateValue.OK);
            case "notBreaching" -> Optional.of(breaching >= wanted ? StateValue.ALARM : StateValue.OK);
            case "ignore" ->
                unsure ? Optional.empty() : Optional.of(breaching >= wanted ? StateValue.ALARM : StateValue.OK);
            default -> {
                StateValue sure = breaching >= wanted || unsure ? StateValue.ALARM : StateValue.OK;
                yield Optional.of(found == 0 ? StateValue.INSUFFICIENT_DATA : sure);
            }
        };
    }

    private boolean breaches(double value) {
        double threshold = alarm.put().threshold();
        return switch (alarm.put().comparisonOperator()) {
            case GREATER_THAN_OR_EQUAL_TO_THRESHOLD -> value >= threshold;
            case GREATER_THAN_THRESHOLD -> value > threshold;
            case LESS_THAN_THRESHOLD -> value < threshold;
            case LESS_THAN_OR_EQUAL_TO_THRESHOLD -> value <= threshold;
            default -> throw new IllegalStateException("refused when the alarm was put");
        };
    }

    private StoredAlarm.State state(StateValue value, List<Map.Entry<Instant, Double>> latest, long breaching) {
        return new StoredAlarm.State(value, reason(value, latest, breaching), Optional.of(reasonData(latest)), now);
    }

    private String reason(StateValue value, List<Map.Entry<Instant, Double>> latest, long breaching) {
        if (value == StateValue.INSUFFICIENT_DATA) {
            return "Insufficient Data: " + points(alarm.put().evaluationPeriods()) + " unknown.";
        } else if (latest.isEmpty()) {
            return "no datapoints were received for " + alarm.put().evaluationPeriods()
                    + " period" + (alarm.put().evaluationPeriods() == 1 ? "" : "s") + " and "
                    + alarm.put().evaluationPeriods() + " missing datapoint"
                    + (alarm.put().evaluationPeriods() == 1 ? " was" : "s were") + " treated as ["
                    + (value == StateValue.ALARM ? "Breaching" : "NonBreaching") + "].";
        }
        boolean alarmed = value == StateValue.ALARM;
        long counted = alarmed ? breaching : latest.size() - breaching;
        int needed =
                alarmed ? alarm.datapointsToAlarm() : alarm.put().evaluationPeriods() - alarm.datapointsToAlarm() + 1;
        return "Threshold Crossed: " + counted + " out of the last " + latest.size() + " datapoints ["
                + latest.stream()
                        .filter(point -> breaches(point.getValue()) == alarmed)
                        .map(point -> point.getValue() + " (" + SHOWN.format(point.getKey()) + ")")
                        .collect(Collectors.joining(", "))
                + "] " + (counted == 1 ? "was " : "were ") + (alarmed ? "" : "not ") + comparison() + " the threshold ("
                + alarm.put().threshold() + ") (minimum " + needed + " datapoint" + (needed == 1 ? "" : "s") + " for "
                + (alarmed ? "OK -> ALARM" : "ALARM -> OK") + " transition).";
    }

    private static String points(int number) {
        return number == 1 ? "1 datapoint was" : number + " datapoints were";
    }

    private String comparison() {
        return alarm.put()
                .comparisonOperatorAsString()
                .replace("Threshold", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
    }

    private String reasonData(List<Map.Entry<Instant, Double>> latest) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("version", "1.0");
        data.put("queryDate", now.toString());
        data.put("startDate", start.toString());
        if (!alarm.put().hasMetrics()) {
            data.put("statistic", alarm.statistic());
        }
        data.put("period", alarm.period());
        data.put("recentDatapoints", latest.stream().map(Map.Entry::getValue).toList());
        data.put("threshold", alarm.put().threshold());
        return JSON.valueToTree(data).toString();
    }
}
