package io.mlops.local.logs;

import io.mlops.local.account.Caller;
import io.mlops.local.call.Cloud;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/**
 * Writes lines to a log stream as a service does under its user's role: through the call chain, a few lines at a time.
 * Where the role may not write, the lines are lost, as on AWS.
 */
public final class LogWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogWriter.class);
    private static final Duration FLUSH_DELAY = Duration.ofMillis(150);

    /** One batch of this many characters and lines is below the limits of {@code PutLogEvents} in whatever alphabet. */
    private static final int MOST_CHARACTERS = 200_000;

    private static final int MOST_LINES = 3_000;
    private static final long LONGEST_SPAN = Duration.ofHours(1).toMillis();

    private final Cloud cloud;
    private final CloudWatchLogsClient logs;
    private final String group;
    private final String stream;
    private final List<InputLogEvent> waiting = new ArrayList<>();
    private final Object sending = new Object();
    private int characters;
    private boolean scheduled;

    private LogWriter(Cloud cloud, CloudWatchLogsClient logs, String group, String stream) {
        this.cloud = cloud;
        this.logs = logs;
        this.group = group;
        this.stream = stream;
    }

    /**
     * Opens a stream, making it and its group where they are missing.
     *
     * @param cloud the emulated AWS
     * @param caller the role session that writes
     * @param region the region
     * @param group the log group
     * @param stream the log stream
     * @return the writer
     */
    public static LogWriter open(Cloud cloud, Caller caller, String region, String group, String stream) {
        CloudWatchLogsClient logs = cloud.client(CloudWatchLogsClient.class, caller, region);
        try {
            makeStream(logs, group, stream);
        } catch (AwsServiceException e) {
            LOG.warn("{} {} cannot be written: {}", group, stream, e.getMessage());
        }
        LogWriter writer = new LogWriter(cloud, logs, group, stream);
        OpenLogs.of(cloud).add(writer);
        return writer;
    }

    private static void makeStream(CloudWatchLogsClient logs, String group, String stream) {
        try {
            logs.createLogStream(r -> r.logGroupName(group).logStreamName(stream));
        } catch (ResourceAlreadyExistsException e) {
            LOG.debug("{} {} exists", group, stream);
        } catch (ResourceNotFoundException e) {
            makeGroup(logs, group);
            logs.createLogStream(r -> r.logGroupName(group).logStreamName(stream));
        }
    }

    /** Another variant's or build's writer may make the same group at the same time. */
    private static void makeGroup(CloudWatchLogsClient logs, String group) {
        try {
            logs.createLogGroup(r -> r.logGroupName(group));
        } catch (ResourceAlreadyExistsException e) {
            LOG.debug("{} exists", group);
        }
    }

    /**
     * Writes a line, soon. Where lines come faster than they can be kept, their writer waits: a build's output does not
     * gather in memory.
     *
     * @param text the line
     */
    public void line(String text) {
        while (!added(text.isEmpty() ? " " : text)) {
            flush();
        }
    }

    private boolean added(String text) {
        synchronized (waiting) {
            long now = cloud.scheduler().now().toEpochMilli();
            if (!waiting.isEmpty()) {
                boolean full = characters + text.length() > MOST_CHARACTERS || waiting.size() == MOST_LINES;
                if (full || now - waiting.get(0).timestamp() > LONGEST_SPAN) {
                    return false;
                }
                now = Math.max(now, waiting.get(waiting.size() - 1).timestamp());
            }
            characters += text.length();
            waiting.add(InputLogEvent.builder().timestamp(now).message(text).build());
            if (!scheduled) {
                scheduled = true;
                cloud.scheduler().after(FLUSH_DELAY, this::flush);
            }
            return true;
        }
    }

    /** Writes what waits, now. */
    public void flush() {
        synchronized (sending) {
            List<InputLogEvent> events;
            synchronized (waiting) {
                scheduled = false;
                events = List.copyOf(waiting);
                waiting.clear();
                characters = 0;
            }
            if (!events.isEmpty()) {
                send(events);
            }
        }
    }

    private void send(List<InputLogEvent> events) {
        try {
            logs.putLogEvents(r -> r.logGroupName(group).logStreamName(stream).logEvents(events));
        } catch (AwsServiceException e) {
            LOG.debug("{} lines of {} {} were lost: {}", events.size(), group, stream, e.getMessage());
        }
    }

    /** Writes what waits. */
    @Override
    public void close() {
        flush();
        OpenLogs.of(cloud).remove(this);
    }
}
