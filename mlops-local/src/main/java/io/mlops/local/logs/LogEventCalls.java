package io.mlops.local.logs;

import io.mlops.local.call.Call;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatchlogs.model.*;

/** Log events: put into streams and read from them, by the limits of the API reference. */
final class LogEventCalls {
    private static final int MOST_BYTES = 1_048_576;
    private static final long LONGEST_SPAN = Duration.ofHours(24).toMillis();
    private static final long OLDEST = Duration.ofDays(14).toMillis();
    private static final long NEWEST = Duration.ofHours(2).toMillis();
    static final String SEQUENCE_TOKEN = String.format("%056d", 0);

    private final Call call;
    private final LogGroupCalls groups;

    LogEventCalls(Call call, LogGroupCalls groups) {
        this.call = call;
        this.groups = groups;
    }

    PutLogEventsResponse put(PutLogEventsRequest request) {
        LogGroupCalls.only(request, Set.of("logGroupName", "logStreamName", "logEvents", "sequenceToken"));
        LogGroupStore group = groups.named(request.logGroupName());
        LogStreamStore stream = stream(group, request.logStreamName());
        List<InputLogEvent> events = request.logEvents();
        requireBatch(events);
        long now = call.now().toEpochMilli();
        int old = before(events, now - OLDEST);
        int expired = before(events, group.expiry(now));
        int end = before(events, now + NEWEST + 1);
        List<InputLogEvent> valid = events.subList(Math.min(end, Math.max(old, expired)), end);
        if (!valid.isEmpty()) {
            if (valid.get(valid.size() - 1).timestamp() - valid.get(0).timestamp() > LONGEST_SPAN) {
                throw FilterPattern.invalid(
                        "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
            }
            stream.append(valid, now);
        }
        RejectedLogEventsInfo rejected = RejectedLogEventsInfo.builder()
                .tooOldLogEventEndIndex(old > 0 ? old : null)
                .expiredLogEventEndIndex(expired > old ? expired : null)
                .tooNewLogEventStartIndex(end < events.size() ? end : null)
                .build();
        return PutLogEventsResponse.builder()
                .nextSequenceToken(SEQUENCE_TOKEN)
                .rejectedLogEventsInfo(valid.size() == events.size() ? null : rejected)
                .build();
    }

    private static void requireBatch(List<InputLogEvent> events) {
        long bytes = 0;
        long last = 0;
        for (InputLogEvent event : events) {
            if (event.timestamp() < last) {
                throw FilterPattern.invalid(
                        "Log events in a single PutLogEvents request must be in chronological order.");
            }
            last = event.timestamp();
            bytes += event.message().getBytes(StandardCharsets.UTF_8).length + LogStreamStore.OVERHEAD;
        }
        if (bytes > MOST_BYTES) {
            throw FilterPattern.invalid("Upload too large: " + bytes + " bytes exceeds limit of " + MOST_BYTES);
        }
    }

    /** Counts the events before a time. */
    private static int before(List<InputLogEvent> events, long time) {
        return (int) events.stream().filter(event -> event.timestamp() < time).count();
    }

    GetLogEventsResponse get(GetLogEventsRequest request) {
        LogGroupCalls.only(
                request,
                Set.of(
                        "logGroupName",
                        "logGroupIdentifier",
                        "logStreamName",
                        "startTime",
                        "endTime",
                        "nextToken",
                        "limit",
                        "startFromHead",
                        "unmask"));
        LogGroupStore group = groups.found(request.logGroupName(), request.logGroupIdentifier());
        LogStreamStore stream = stream(group, request.logStreamName());
        int first = stream.placeOf(Math.max(or(request.startTime(), 0), expiry(group)));
        int end = Math.max(first, request.endTime() == null ? stream.count() : stream.placeOf(request.endTime()));
        boolean forward = Boolean.TRUE.equals(request.startFromHead());
        int place = forward ? first : end;
        if (request.nextToken() != null) {
            LogPage.Token token = LogPage.Token.parse(request.nextToken());
            forward = token.isForward();
            place = Math.min(end, Math.max(first, token.place()));
        }
        int limit = request.limit() == null ? LogPage.LARGEST : request.limit();
        LogPage page = stream.page(forward ? place : first, forward ? end : place, forward, limit, LogPage.MOST_BYTES);
        return GetLogEventsResponse.builder()
                .events(stream.events(page))
                .nextForwardToken(page.forwardToken())
                .nextBackwardToken(page.backwardToken())
                .build();
    }

    FilterLogEventsResponse filter(FilterLogEventsRequest request) {
        LogGroupCalls.only(
                request,
                Set.of(
                        "logGroupName",
                        "logGroupIdentifier",
                        "logStreamNames",
                        "logStreamNamePrefix",
                        "startTime",
                        "endTime",
                        "filterPattern",
                        "nextToken",
                        "limit",
                        "interleaved",
                        "unmask"));
        if (request.hasLogStreamNames() && request.logStreamNamePrefix() != null) {
            throw FilterPattern.invalid("logStreamNamePrefix and logStreamNames are mutually exclusive parameters.");
        }
        LogGroupStore group = groups.found(request.logGroupName(), request.logGroupIdentifier());
        String prefix = request.logStreamNamePrefix() == null ? "" : request.logStreamNamePrefix();
        List<LogStreamStore> streams = request.hasLogStreamNames()
                ? request.logStreamNames().stream()
                        .distinct()
                        .map(name -> stream(group, name))
                        .toList()
                : group.streams().values().stream()
                        .filter(stream -> stream.name().startsWith(prefix))
                        .toList();
        String pattern = request.filterPattern() == null ? "" : request.filterPattern();
        return new EventSearch(
                        streams,
                        Math.max(or(request.startTime(), 0), expiry(group)),
                        or(request.endTime(), Long.MAX_VALUE - 1) + 1,
                        FilterPattern.of(pattern))
                .page(request.nextToken(), request.limit() == null ? LogPage.LARGEST : request.limit());
    }

    private long expiry(LogGroupStore group) {
        return group.expiry(call.now().toEpochMilli());
    }

    private static long or(@Nullable Long time, long other) {
        return time == null ? other : time;
    }

    private static LogStreamStore stream(LogGroupStore group, String name) {
        LogStreamStore stream = group.streams().get(name);
        if (stream == null) {
            throw ResourceNotFoundException.builder()
                    .message("The specified log stream does not exist.")
                    .build();
        }
        return stream;
    }
}
