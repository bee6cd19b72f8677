package io.mlops.deploy.endpoint;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;
import software.amazon.awssdk.services.cloudwatchlogs.model.OrderBy;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/** The last lines of an endpoint's containers, for the message of a failure. */
final class EndpointLog {
    private static final int LINES = 15;
    private static final int LONGEST_LINE = 200;

    private final Supplier<CloudWatchLogsClient> logs;

    EndpointLog(Supplier<CloudWatchLogsClient> logs) {
        this.logs = logs;
    }

    static String group(String endpoint) {
        return "/aws/sagemaker/Endpoints/" + endpoint;
    }

    /** Returns the last lines of the stream that was begun last, which is the new fleet's; or why there are none. */
    String tail(String endpoint) {
        String group = group(endpoint);
        try {
            Optional<LogStream> newest = logs
                    .get()
                    .describeLogStreams(describe -> describe.logGroupName(group)
                            .orderBy(OrderBy.LAST_EVENT_TIME)
                            .descending(true)
                            .limit(50))
                    .logStreams()
                    .stream()
                    .max(Comparator.comparing(
                            LogStream::creationTime, Comparator.nullsFirst(Comparator.naturalOrder())));
            if (newest.isEmpty()) {
                return "; its log " + group + " has no streams";
            }
            String stream = newest.get().logStreamName();
            List<String> lines = logs
                    .get()
                    .getLogEvents(get -> get.logGroupName(group)
                            .logStreamName(stream)
                            .startFromHead(false)
                            .limit(LINES))
                    .events()
                    .stream()
                    .map(OutputLogEvent::message)
                    .map(EndpointLog::shortened)
                    .toList();
            return lines.isEmpty()
                    ? "; its log " + group + " is empty"
                    : "; last lines of its log " + group + ", stream " + stream + ":\n" + String.join("\n", lines);
        } catch (ResourceNotFoundException e) {
            return "; it has no log " + group;
        } catch (SdkException e) {
            return "; look at its log " + group + ", which could not be read: "
                    + shortened(String.valueOf(e.getMessage()));
        }
    }

    private static String shortened(String line) {
        String stripped = line.strip();
        return stripped.length() <= LONGEST_LINE ? stripped : stripped.substring(0, LONGEST_LINE) + "…";
    }
}
