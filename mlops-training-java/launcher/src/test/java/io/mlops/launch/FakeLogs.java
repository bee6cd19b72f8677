package io.mlops.launch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.CloudWatchLogsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/** CloudWatch Logs that hands out two events a page, with CloudWatch's forward tokens. */
final class FakeLogs implements CloudWatchLogsClient {
    private static final int PAGE = 2;

    final Map<String, List<String>> streams = new LinkedHashMap<>();
    boolean groupExists = true;
    boolean denied;
    Runnable whenLookedAt = () -> {};
    int looks;
    /** So many looks are throttled. */
    int throttled;

    void line(String stream, String line) {
        streams.computeIfAbsent(stream, name -> new ArrayList<>()).add(line);
    }

    @Override
    public DescribeLogStreamsResponse describeLogStreams(DescribeLogStreamsRequest request) {
        looks++;
        whenLookedAt.run();
        if (throttled > 0) {
            throttled--;
            throw (CloudWatchLogsException) CloudWatchLogsException.builder()
                    .message("Rate exceeded")
                    .awsErrorDetails(AwsErrorDetails.builder()
                            .errorCode("ThrottlingException")
                            .build())
                    .statusCode(400)
                    .build();
        }
        if (denied) {
            throw CloudWatchLogsException.builder()
                    .message("not authorized to perform: logs:DescribeLogStreams")
                    .build();
        }
        if (!groupExists || !request.logGroupName().equals("/aws/sagemaker/TrainingJobs")) {
            throw ResourceNotFoundException.builder()
                    .message("The specified log group does not exist.")
                    .build();
        }
        return DescribeLogStreamsResponse.builder()
                .logStreams(streams.keySet().stream()
                        .filter(name -> name.startsWith(request.logStreamNamePrefix()))
                        .map(name -> LogStream.builder().logStreamName(name).build())
                        .toList())
                .build();
    }

    @Override
    public GetLogEventsResponse getLogEvents(GetLogEventsRequest request) {
        List<String> lines = streams.getOrDefault(request.logStreamName(), List.of());
        int from = request.nextToken() == null ? 0 : Integer.parseInt(request.nextToken());
        int to = Math.min(lines.size(), from + PAGE);
        return GetLogEventsResponse.builder()
                .events(lines.subList(from, to).stream()
                        .map(line -> OutputLogEvent.builder().message(line).build())
                        .toList())
                .nextForwardToken(Integer.toString(to))
                .build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
