package io.mlops.deploy;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.*;

/** CloudWatch Logs with one stream, or without the group. */
final class FakeLogs implements CloudWatchLogsClient {
    final List<String> lines = new ArrayList<>();

    @Override
    public DescribeLogStreamsResponse describeLogStreams(DescribeLogStreamsRequest request) {
        if (lines.isEmpty()) {
            throw ResourceNotFoundException.builder()
                    .message("The specified log group does not exist.")
                    .build();
        }
        return DescribeLogStreamsResponse.builder()
                .logStreams(
                        LogStream.builder()
                                .logStreamName("AllTraffic/old")
                                .creationTime(1L)
                                .build(),
                        LogStream.builder()
                                .logStreamName("AllTraffic/new")
                                .creationTime(2L)
                                .build())
                .build();
    }

    @Override
    public GetLogEventsResponse getLogEvents(GetLogEventsRequest request) {
        return GetLogEventsResponse.builder()
                .events(
                        request.logStreamName().equals("AllTraffic/new")
                                ? lines.stream()
                                        .map(line -> OutputLogEvent.builder()
                                                .message(line)
                                                .build())
                                        .toList()
                                : List.of())
                .build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
