package io.mlops.local.cloudwatch;

import io.mlops.local.call.Call;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.*;

/** CloudWatch: the table of its operations, each of which one of its parts serves. */
public final class LocalCloudWatch implements CloudWatchClient {
    private final Call call;
    private final MetricCalls metrics;
    private final AlarmCalls alarms;

    /**
     * Serves one call.
     *
     * @param call the call
     */
    public LocalCloudWatch(Call call) {
        this.call = call;
        this.metrics = new MetricCalls(call);
        this.alarms = new AlarmCalls(call);
    }

    @Override
    public PutMetricDataResponse putMetricData(PutMetricDataRequest request) {
        new MetricDataPut(call, request).put();
        return PutMetricDataResponse.builder().build();
    }

    @Override
    public ListMetricsResponse listMetrics(ListMetricsRequest request) {
        return metrics.list(request);
    }

    @Override
    public GetMetricStatisticsResponse getMetricStatistics(GetMetricStatisticsRequest request) {
        return metrics.statistics(request);
    }

    @Override
    public GetMetricDataResponse getMetricData(GetMetricDataRequest request) {
        return metrics.data(request);
    }

    @Override
    public PutMetricAlarmResponse putMetricAlarm(PutMetricAlarmRequest request) {
        return alarms.put(request);
    }

    @Override
    public DescribeAlarmsResponse describeAlarms(DescribeAlarmsRequest request) {
        return alarms.describe(request);
    }

    @Override
    public DeleteAlarmsResponse deleteAlarms(DeleteAlarmsRequest request) {
        return alarms.delete(request);
    }

    @Override
    public SetAlarmStateResponse setAlarmState(SetAlarmStateRequest request) {
        return alarms.set(request);
    }

    @Override
    public String serviceName() {
        return "monitoring";
    }

    @Override
    public void close() {}
}
