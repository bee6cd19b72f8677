package io.mlops.local.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.local.Eventually;
import io.mlops.local.HeldCloud;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.ResourceNotFoundException;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.cloudwatch.model.Tag;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.sns.SnsClient;

class AlarmTest {
    @TempDir
    private Path directory;

    private HeldCloud cloud;
    private CloudWatchClient cloudwatch;

    @BeforeEach
    void start() {
        cloud = new HeldCloud(directory);
        cloudwatch = cloud.client(CloudWatchClient.class);
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    private void alarm(String name, Consumer<PutMetricAlarmRequest.Builder> more) {
        cloudwatch.putMetricAlarm(r -> more.accept(r.alarmName(name)
                .namespace("Shop")
                .metricName("Errors")
                .statistic(Statistic.SUM)
                .period(60)
                .evaluationPeriods(1)
                .threshold(5.0)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD)));
    }

    private MetricAlarm described(String name) {
        return cloudwatch.describeAlarms(r -> r.alarmNames(name)).metricAlarms().get(0);
    }

    private void errors(double value) {
        cloudwatch.putMetricData(r -> r.namespace("Shop").metricData(datum("Errors", value)));
    }

    private MetricDatum datum(String name, double value) {
        return MetricDatum.builder()
                .metricName(name)
                .value(value)
                .timestamp(cloud.time().now())
                .build();
    }

    private void awaitState(String name, StateValue value) {
        Eventually.holds(() -> assertThat(described(name).stateValue()).isEqualTo(value));
    }

    @Test
    void followsItsMetricAsTimePasses() {
        alarm("errors", r -> r.treatMissingData("notBreaching"));
        awaitState("errors", StateValue.OK);

        errors(7);
        cloud.time().advance(Duration.ofMinutes(1));
        awaitState("errors", StateValue.ALARM);
        String reason = described("errors").stateReason();
        cloud.time().advance(Duration.ofMinutes(4));
        awaitState("errors", StateValue.OK);

        assertThat(reason)
                .matches("Threshold Crossed: 1 out of the last 1 datapoints \\[7.0 \\(\\d\\d/\\d\\d/\\d\\d"
                        + " \\d\\d:\\d\\d:00\\)] was greater than or equal to the threshold \\(5.0\\)"
                        + " \\(minimum 1 datapoint for OK -> ALARM transition\\).");
    }

    /**
     * The tables of CloudWatch's user guide, "How alarm state is evaluated when data is missing": 3 of 3 and 2 of 3;
     * {@code X} breaches, {@code 0} does not, {@code -} is missing; the oldest comes first.
     */
    @ParameterizedTest
    @CsvSource(textBlock = """
            3, 0-X-X, OK,                OK,    OK,    OK
            3, 0----, OK,                OK,    OK,    OK
            3, -----, INSUFFICIENT_DATA, KEEPS, ALARM, OK
            3, 0XX-X, ALARM,             ALARM, ALARM, ALARM
            3, --X--, ALARM,             KEEPS, ALARM, OK
            2, 00X-X, ALARM,             ALARM, ALARM, ALARM
            2, 00X0X, ALARM,             ALARM, ALARM, ALARM
            2, 0-X--, OK,                OK,    ALARM, OK
            2, ----0, OK,                OK,    ALARM, OK
            2, ---X-, ALARM,             KEEPS, ALARM, OK
            """)
    void treatsMissingDataAsAwsTabulates(
            int datapoints, String points, String missing, String ignore, String breaching, String notBreaching) {
        assertThat(evaluated(datapoints, points, "missing")).isEqualTo(missing);
        assertThat(evaluated(datapoints, points, "ignore")).isEqualTo(ignore);
        assertThat(evaluated(datapoints, points, "notBreaching")).isEqualTo(notBreaching);
        assertThat(evaluated(datapoints, points, "breaching")).isEqualTo(breaching);
    }

    private String evaluated(int datapoints, String points, String treatment) {
        Instant now = cloud.time().now().truncatedTo(ChronoUnit.MINUTES);
        TreeMap<Instant, Double> series = new TreeMap<>();
        for (int i = 0; i < points.length(); i++) {
            if (points.charAt(i) != '-') {
                series.put(now.minus(Duration.ofMinutes(5 - i)), points.charAt(i) == 'X' ? 9.0 : 1.0);
            }
        }
        PutMetricAlarmRequest put = PutMetricAlarmRequest.builder()
                .alarmName("a")
                .namespace("Shop")
                .metricName("Errors")
                .statistic(Statistic.SUM)
                .period(60)
                .evaluationPeriods(3)
                .datapointsToAlarm(datapoints)
                .threshold(5.0)
                .treatMissingData(treatment)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                .build();
        StoredAlarm alarm = new StoredAlarm(
                "arn", put, Map.of(), now, new StoredAlarm.State(StateValue.OK, "", Optional.empty(), now));
        return new AlarmEvaluation((key, query) -> series, alarm, now)
                .result()
                .map(state -> state.value().toString())
                .orElse("KEEPS");
    }

    @Test
    void watchesAnExpressionOfSeveralMetrics() {
        alarm(
                "rate",
                r -> r.namespace(null)
                        .metricName(null)
                        .statistic((Statistic) null)
                        .period(null)
                        .threshold(50.0)
                        .metrics(
                                query("e", "Errors"),
                                query("i", "Invocations"),
                                MetricDataQuery.builder()
                                        .id("rate")
                                        .expression("100 * e / i")
                                        .build()));
        awaitState("rate", StateValue.INSUFFICIENT_DATA);

        errors(6);
        cloudwatch.putMetricData(r -> r.namespace("Shop").metricData(datum("Invocations", 10)));
        cloud.time().advance(Duration.ofMinutes(1));

        awaitState("rate", StateValue.ALARM);
    }

    private static MetricDataQuery query(String id, String name) {
        return MetricDataQuery.builder()
                .id(id)
                .metricStat(s -> s.metric(m -> m.namespace("Shop").metricName(name))
                        .period(60)
                        .stat("Sum"))
                .returnData(false)
                .build();
    }

    @Test
    void tellsItsTopicAndEventBridgeOfAnotherState() throws InterruptedException {
        String topic =
                cloud.client(SnsClient.class).createTopic(r -> r.name("alarms")).topicArn();
        EventBridgeClient events = cloud.client(EventBridgeClient.class);
        events.putRule(r -> r.name("alarms")
                .eventPattern("{\"source\":[\"aws.cloudwatch\"],\"detail\":{\"state\":{\"value\":[\"ALARM\"]}}}"));
        events.putTargets(r -> r.rule("alarms")
                .targets(Target.builder()
                        .id("1")
                        .arn("arn:aws:lambda:eu-west-1:123456789012:function:f")
                        .build()));
        alarm("errors", r -> r.alarmActions(topic));

        cloudwatch.setAlarmState(
                r -> r.alarmName("errors").stateValue(StateValue.ALARM).stateReason("drill"));

        InvokeRequest event = cloud.invocations().poll(10, TimeUnit.SECONDS);
        assertThat(event).isNotNull();
        assertThat(event.payload().asUtf8String())
                .contains("\"detail-type\":\"CloudWatch Alarm State Change\"", "\"alarmName\":\"errors\"")
                .contains("\"previousState\":{\"value\":\"INSUFFICIENT_DATA\"", "\"reason\":\"drill\"");
        Eventually.holds(() -> assertThat(directory.resolve("sns/alarms.jsonl"))
                .content()
                .contains("\"Subject\":\"ALARM: \\\"errors\\\" in eu-west-1\"")
                .contains("\\\"NewStateValue\\\":\\\"ALARM\\\""));
    }

    @Test
    void describesAndDeletesAlarms() {
        alarm(
                "one",
                r -> r.tags(Tag.builder().key("team").value("risk").build()).alarmDescription("d"));
        alarm("two", r -> r.actionsEnabled(false));

        assertThat(described("one").alarmArn()).isEqualTo("arn:aws:cloudwatch:eu-west-1:123456789012:alarm:one");
        assertThat(described("one").alarmDescription()).isEqualTo("d");
        assertThat(described("one").threshold()).isEqualTo(5);
        assertThat(described("one").actionsEnabled()).isTrue();
        assertThat(described("two").actionsEnabled()).isFalse();
        assertThat(cloudwatch.describeAlarms(r -> r.alarmNamePrefix("t")).metricAlarms())
                .extracting(MetricAlarm::alarmName)
                .containsExactly("two");
        assertThat(cloudwatch
                        .describeAlarms(r -> r.stateValue(StateValue.ALARM))
                        .metricAlarms())
                .isEmpty();
        assertThat(cloud.client(ResourceGroupsTaggingApiClient.class)
                        .getResources(r -> r.resourceTypeFilters("cloudwatch:alarm"))
                        .resourceTagMappingList())
                .hasSize(1);
        assertThatThrownBy(() -> cloudwatch.deleteAlarms(r -> r.alarmNames("one", "nobody")))
                .isInstanceOf(ResourceNotFoundException.class);
        cloudwatch.deleteAlarms(r -> r.alarmNames("one", "two"));
        assertThat(cloudwatch.describeAlarms(r -> {}).metricAlarms()).isEmpty();
        assertThatThrownBy(() -> cloudwatch.setAlarmState(
                        r -> r.alarmName("one").stateValue(StateValue.OK).stateReason("x")))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void refusesWhatItDoesNotHonour() {
        refused("Option soon is not supported.", r -> r.treatMissingData("soon"));
        refused("DatapointsToAlarm must be less than or equal to EvaluationPeriods", r -> r.datapointsToAlarm(2));
        refused("Period must be", r -> r.period(45));
        refused("Period must be", r -> r.period(5));
        refused("Metrics cannot be checked across more than a day", r -> r.evaluationPeriods(1441));
        refused("is no SNS topic", r -> r.okActions("arn:aws:automate:eu-west-1:ec2:stop"));
        refused("Anomaly detection", r -> r.thresholdMetricId("ad1"));
        refused("EvaluateLowSampleCountPercentile is not honoured", r -> r.evaluateLowSampleCountPercentile("ignore"));
        refused("Exactly one of Statistic and ExtendedStatistic", r -> r.extendedStatistic("p99"));
        refused("Metrics cannot be specified together with", r -> r.metrics(query("e", "Errors")));
    }

    private void refused(String message, Consumer<PutMetricAlarmRequest.Builder> more) {
        assertThatThrownBy(() -> alarm("wrong", more)).hasMessageContaining(message);
    }
}
