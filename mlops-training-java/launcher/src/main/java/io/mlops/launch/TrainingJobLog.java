package io.mlops.launch;

import io.mlops.contract.TrainingSettings;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/**
 * Follows a training job's log: the streams {@code <job>/algo-<n>-…} of the group {@code /aws/sagemaker/TrainingJobs}
 * (SageMaker developer guide, log Amazon SageMaker events with CloudWatch). A log that is not there yet is no fault, nor is
 * a look that fails and may succeed later; one that is not to be read is told once, and the training job goes on. After a
 * line that the metric definitions find a new value in comes {@code metric <name> = <value>}.
 */
final class TrainingJobLog {
    static final String GROUP = "/aws/sagemaker/TrainingJobs";
    /** A page holds up to 10,000 events; a look at a chatty job must come to an end. */
    private static final int PAGES_AT_ONCE = 20;
    /** Lines reach CloudWatch Logs some seconds after they were printed. */
    private static final Duration LATEST = Duration.ofSeconds(5);

    /** A spot job that starts anew opens further streams; a look for those is not needed at each look for lines. */
    private static final Duration STREAMS = Duration.ofMinutes(1);

    private final Supplier<CloudWatchLogsClient> clients;
    private final String streamPrefix;
    private final int instances;
    private final MetricLines metrics;
    private final Polling polling;
    private final PrintStream out;
    private final Set<String> streams = new LinkedHashSet<>();
    private final Map<String, String> nextTokens = new HashMap<>();
    private Instant streamsSeen = Instant.MIN;
    private boolean unreadable;
    private long lines;

    TrainingJobLog(
            Supplier<CloudWatchLogsClient> clients,
            TrainingSettings settings,
            String trainingJobName,
            Polling polling,
            PrintStream out) {
        this.clients = clients;
        this.streamPrefix = trainingJobName + "/algo-";
        this.instances = settings.instanceCount();
        this.metrics = new MetricLines(settings.metricDefinitions());
        this.polling = polling;
        this.out = out;
    }

    /**
     * Prints what the job has printed since the last call.
     *
     * @return whether that was anything
     */
    boolean printNew() {
        if (unreadable) {
            return false;
        }
        long before = lines;
        try {
            CloudWatchLogsClient logs = clients.get();
            findStreams(logs);
            streams.forEach(stream -> printNew(logs, stream));
        } catch (ResourceNotFoundException e) {
            // The group appears with the account's first training job, the stream with this job's first line.
        } catch (SdkException e) {
            unreadable = !PassingFailures.passes(e);
            if (unreadable) {
                out.println("the training job's log is not readable: " + e.getMessage() + "; the training job goes on");
            }
        }
        return lines > before;
    }

    /**
     * Prints the lines that come late, when the job has ended: as long as there are any, and for a job that failed for
     * some seconds in any case, since its last lines say why.
     *
     * @param printed whether the last look printed anything
     * @param failed whether the job failed
     */
    void printRest(boolean printed, boolean failed) {
        Instant deadline = polling.clock().instant().plus(LATEST);
        Polling.Pauses pauses = polling.begin();
        boolean more = printed;
        while ((more || failed) && !unreadable && polling.clock().instant().isBefore(deadline)) {
            pauses.pause();
            more = printNew();
        }
    }

    /** Looks for streams until each instance has one, and then now and then: the account shares the rate of such looks. */
    private void findStreams(CloudWatchLogsClient logs) {
        Instant now = polling.clock().instant();
        if (streams.size() >= instances && now.isBefore(streamsSeen.plus(STREAMS))) {
            return;
        }
        logs.describeLogStreamsPaginator(
                        describe -> describe.logGroupName(GROUP).logStreamNamePrefix(streamPrefix))
                .logStreams()
                .forEach(stream -> streams.add(stream.logStreamName()));
        streamsSeen = now;
    }

    private void print(String line) {
        out.println(line);
        metrics.changed(line).forEach(out::println);
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
            events.events().forEach(event -> print(event.message().stripTrailing()));
            lines += events.events().size();
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
