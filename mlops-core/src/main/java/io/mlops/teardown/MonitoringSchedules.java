package io.mlops.teardown;

import io.mlops.apply.Missing;
import io.mlops.apply.Waiting;
import io.mlops.aws.AwsClients;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sagemaker.model.MonitoringScheduleSummary;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;

/** Monitoring schedules of the pipeline's endpoints, whoever made them: each goes on, and costs, without its endpoint. */
final class MonitoringSchedules {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String UNKNOWN = "UnknownOperationException";

    private final AwsClients aws;
    private final Waiting waiting;

    MonitoringSchedules(AwsClients aws, Waiting waiting) {
        this.aws = aws;
        this.waiting = waiting;
    }

    Stream<Born> of(String endpoint) {
        return names(endpoint).stream()
                .map(name -> new Born(
                        "monitoring schedule " + name,
                        () -> delete(endpoint, name),
                        () -> names(endpoint).contains(name)));
    }

    /** DeleteMonitoringSchedule stops the schedule too, which takes a while. */
    private void delete(String endpoint, String name) {
        Missing.tolerated(
                () -> aws.sageMaker().deleteMonitoringSchedule(request -> request.monitoringScheduleName(name)));
        waiting.until(PATIENCE, () -> !names(endpoint).contains(name));
    }

    private List<String> names(String endpoint) {
        try {
            return aws
                    .sageMaker()
                    .listMonitoringSchedulesPaginator(request -> request.endpointName(endpoint))
                    .monitoringScheduleSummaries()
                    .stream()
                    .map(MonitoringScheduleSummary::monitoringScheduleName)
                    .toList();
        } catch (SageMakerException e) {
            // Where there is no Model Monitor, as in some regions and in mlops-local, there are no schedules.
            if (e.awsErrorDetails() != null
                    && UNKNOWN.equals(e.awsErrorDetails().errorCode())) {
                return List.of();
            }
            throw e;
        }
    }
}
