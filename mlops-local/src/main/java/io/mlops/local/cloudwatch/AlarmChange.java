package io.mlops.local.cloudwatch;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mlops.local.account.Caller;
import io.mlops.local.account.Scope;
import io.mlops.local.call.Cloud;
import io.mlops.local.events.EventBus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.sns.SnsClient;

/** Tells EventBridge and the alarm's topics that its state is another. */
final class AlarmChange {
    private static final Logger LOG = LoggerFactory.getLogger(AlarmChange.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Cloud cloud;
    private final Scope scope;
    private final StoredAlarm alarm;
    private final StoredAlarm.State before;
    private final StoredAlarm.State state;

    AlarmChange(Cloud cloud, Scope scope, StoredAlarm alarm, StoredAlarm.State before, StoredAlarm.State state) {
        this.cloud = cloud;
        this.scope = scope;
        this.alarm = alarm;
        this.before = before;
        this.state = state;
    }

    void tell() {
        EventBus.of(cloud, scope)
                .publish("aws.cloudwatch", "CloudWatch Alarm State Change", List.of(alarm.arn()), detail());
        if (alarm.actionsEnabled()) {
            alarm.actions(state.value()).forEach(topic -> cloud.scheduler().execute(() -> publish(topic)));
        }
    }

    private Map<String, Object> detail() {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("alarmName", alarm.name());
        detail.put("state", shown(state));
        detail.put("previousState", shown(before));
        Map<String, Object> configuration = new LinkedHashMap<>();
        if (alarm.put().alarmDescription() != null) {
            configuration.put("description", alarm.put().alarmDescription());
        }
        configuration.put(
                "metrics", alarm.queries().stream().map(AlarmChange::shown).toList());
        detail.put("configuration", configuration);
        return detail;
    }

    private static Map<String, Object> shown(StoredAlarm.State state) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("value", state.value().toString());
        shown.put("reason", state.reason());
        state.reasonData().ifPresent(data -> shown.put("reasonData", data));
        shown.put("timestamp", state.since().toString().replace("Z", "+0000"));
        return shown;
    }

    private static Map<String, Object> shown(MetricDataQuery query) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", query.id());
        if (query.metricStat() == null) {
            shown.put("expression", query.expression());
        } else {
            Map<String, Object> metric = new LinkedHashMap<>();
            metric.put("namespace", query.metricStat().metric().namespace());
            metric.put("name", query.metricStat().metric().metricName());
            Map<String, String> dimensions = new LinkedHashMap<>();
            query.metricStat().metric().dimensions().forEach(each -> dimensions.put(each.name(), each.value()));
            metric.put("dimensions", dimensions);
            shown.put(
                    "metricStat",
                    Map.of(
                            "metric", metric,
                            "period", query.metricStat().period(),
                            "stat", query.metricStat().stat()));
        }
        shown.put("returnData", !Boolean.FALSE.equals(query.returnData()));
        return shown;
    }

    /** The account's alarms publish as the account, which a topic's default policy lets in. */
    private void publish(String topic) {
        Caller account = new Caller(
                scope.accountId(),
                "arn:aws:iam::" + scope.accountId() + ":root",
                scope.accountId(),
                "cloudwatch.amazonaws.com",
                Optional.empty());
        try {
            cloud.client(SnsClient.class, account, topic.split(":", -1)[3])
                    .publish(r -> r.topicArn(topic)
                            .subject(state.value() + ": \"" + alarm.name() + "\" in " + scope.region())
                            .message(message()));
        } catch (AwsServiceException e) {
            LOG.warn("alarm {} could not publish to {}: {}", alarm.name(), topic, e.getMessage());
        }
    }

    private String message() {
        PutMetricAlarmRequest put = alarm.put();
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("AlarmName", alarm.name());
        message.put("AlarmDescription", put.alarmDescription());
        message.put("AWSAccountId", scope.accountId());
        message.put("AlarmConfigurationUpdatedTimestamp", time(alarm.described().alarmConfigurationUpdatedTimestamp()));
        message.put("NewStateValue", state.value().toString());
        message.put("NewStateReason", state.reason());
        message.put("StateChangeTime", time(state.since()));
        message.put("Region", scope.region());
        message.put("AlarmArn", alarm.arn());
        message.put("OldStateValue", before.value().toString());
        message.put("OKActions", put.okActions());
        message.put("AlarmActions", put.alarmActions());
        message.put("InsufficientDataActions", put.insufficientDataActions());
        message.put("Trigger", trigger(put));
        return JSON.valueToTree(message).toString();
    }

    private static String time(java.time.Instant time) {
        return time.toString().replace("Z", "+0000");
    }

    private Map<String, Object> trigger(PutMetricAlarmRequest put) {
        Map<String, Object> trigger = new LinkedHashMap<>();
        if (put.hasMetrics()) {
            trigger.put(
                    "Metrics", alarm.queries().stream().map(AlarmChange::shown).toList());
        } else {
            trigger.put("MetricName", put.metricName());
            trigger.put("Namespace", put.namespace());
            trigger.put("StatisticType", put.statistic() == null ? "ExtendedStatistic" : "Statistic");
            trigger.put(put.statistic() == null ? "ExtendedStatistic" : "Statistic", alarm.statistic());
            trigger.put("Unit", put.unitAsString());
            trigger.put(
                    "Dimensions",
                    put.dimensions().stream().map(AlarmChange::shown).toList());
            trigger.put("Period", put.period());
        }
        trigger.put("EvaluationPeriods", put.evaluationPeriods());
        trigger.put("DatapointsToAlarm", alarm.datapointsToAlarm());
        trigger.put("ComparisonOperator", put.comparisonOperatorAsString());
        trigger.put("Threshold", put.threshold());
        trigger.put("TreatMissingData", alarm.treatMissingData());
        return trigger;
    }

    private static Map<String, String> shown(Dimension dimension) {
        return Map.of("name", dimension.name(), "value", dimension.value());
    }
}
