package io.mlops.launch;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/**
 * Follows a training job's log: the streams {@code <job>/algo-<n>-…} of the group {@code /aws/sagemaker/TrainingJobs}
 * (SageMaker developer guide, log Amazon SageMaker events with CloudWatch). A log that is not there yet is no fault; one
 * that cannot be read is told once, and the training job goes on.
 */
final class TrainingJobLog {
    static final String GROUP = "/aws/sagemaker/TrainingJobs";
    /** A page holds up to 10,000 events; a look at a chatty job must come to an end. */
    private static final int PAGES_AT_ONCE = 20;

    private final Supplier<CloudWatchLogsClient> clients;
    private final String streamPrefix;
    private final PrintStream out;
    private final Map<String, String> nextTokens = new HashMap<>();
    private boolean unreadable;

    TrainingJobLog(Supplier<CloudWatchLogsClient> clients, String trainingJobName, PrintStream out) {
        this.clients = clients;
        this.streamPrefix = trainingJobName + "/algo-";
        this.out = out;
    }

    /** Prints what the job has printed since the last call. */
    void printNew() {
        if (unreadable) {
            return;
        }
        try {
            CloudWatchLogsClient logs = clients.get();
            logs
                    .describeLogStreams(streams -> streams.logGroupName(GROUP).logStreamNamePrefix(streamPrefix))
                    .logStreams()
                    .stream()
                    .map(LogStream::logStreamName)
                    .forEach(stream -> printNew(logs, stream));
        } catch (ResourceNotFoundException e) {
            // The group appears with the account's first training job, the stream with this job's first line.
        } catch (SdkException e) {
            unreadable = true;
            out.println("the training job's log is not readable: " + e.getMessage() + "; the training job goes on");
        }
    }

    private void printNew(CloudWatchLogsClient logs, String stream) {
        for (int page = 0; page < PAGES_AT_ONCE; page++) {
            GetLogEventsRequest.Builder request = GetLogEventsRequest.builder()
                    .logGroupName(GROUP)
                    .logStreamName(stream)
                    .startFromHead(true);
            String token = nextTokens.get(stream);
            GetLogEventsResponse events =
                    logs.getLogEvents((token == null ? request : request.nextToken(token)).build());
            events.events().forEach(event -> out.println(event.message().stripTrailing()));
            String next = events.nextForwardToken();
            if (next == null || next.equals(token)) {
                return;
            }
            nextTokens.put(stream, next);
            if (events.events().isEmpty()) {
                return;
            }
        }
    }
}
