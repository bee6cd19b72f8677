package io.mlops.deploy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.*;

/** CloudWatch's alarms, whose states the test sets. */
final class FakeCloudWatch implements CloudWatchClient {
    final Map<String, PutMetricAlarmRequest> alarms = new LinkedHashMap<>();
    final Map<String, StateValue> states = new LinkedHashMap<>();

    @Override
    public PutMetricAlarmResponse putMetricAlarm(PutMetricAlarmRequest request) {
        alarms.put(request.alarmName(), request);
        return PutMetricAlarmResponse.builder().build();
    }

    @Override
    public DeleteAlarmsResponse deleteAlarms(DeleteAlarmsRequest request) {
        request.alarmNames().forEach(alarms::remove);
        return DeleteAlarmsResponse.builder().build();
    }

    @Override
    public DescribeAlarmsResponse describeAlarms(DescribeAlarmsRequest request) {
        List<MetricAlarm> found = new ArrayList<>();
        alarms.forEach((name, alarm) -> {
            boolean asked = request.alarmNamePrefix() == null
                    ? request.alarmNames().contains(name)
                    : name.startsWith(request.alarmNamePrefix());
            if (asked) {
                found.add(MetricAlarm.builder()
                        .alarmName(name)
                        .dimensions(alarm.dimensions())
                        .stateReason("because")
                        .stateValue(states.getOrDefault(name, StateValue.OK))
                        .build());
            }
        });
        return DescribeAlarmsResponse.builder().metricAlarms(found).build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
