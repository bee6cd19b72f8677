package io.mlops.local.logs;

import io.mlops.local.call.Call;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.*;

/** CloudWatch Logs. */
public final class LocalLogs implements CloudWatchLogsClient {
    private static final Pattern GROUP = Pattern.compile("[\\.\\-_/#A-Za-z0-9]{1,512}");
    private static final Pattern STREAM = Pattern.compile("[^:*]{1,512}");

    private final Call call;
    private final LogGroups groups;

    /**
     * Serves one call.
     *
     * @param call the call
     */
    public LocalLogs(Call call) {
        this.call = call;
        this.groups = LogGroups.of(call.cloud(), call.scope());
    }

    @Override
    public CreateLogGroupResponse createLogGroup(CreateLogGroupRequest request) {
        requirePattern(GROUP, "logGroupName", request.logGroupName());
        LogGroupStore group = new LogGroupStore(call.now().toEpochMilli());
        if (request.hasTags()) {
            group.tags().putAll(request.tags());
        }
        if (groups.byName().putIfAbsent(request.logGroupName(), group) != null) {
            throw ResourceAlreadyExistsException.builder()
                    .message("The specified log group already exists")
                    .build();
        }
        return CreateLogGroupResponse.builder().build();
    }

    @Override
    public DeleteLogGroupResponse deleteLogGroup(DeleteLogGroupRequest request) {
        group(request.logGroupName());
        groups.byName().remove(request.logGroupName());
        return DeleteLogGroupResponse.builder().build();
    }

    @Override
    public DescribeLogGroupsResponse describeLogGroups(DescribeLogGroupsRequest request) {
        String prefix = request.logGroupNamePrefix() == null ? "" : request.logGroupNamePrefix();
        List<LogGroup> found = groups.byName().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .map(entry -> LogGroup.builder()
                        .logGroupName(entry.getKey())
                        .arn(arn(entry.getKey()) + ":*")
                        .logGroupArn(arn(entry.getKey()))
                        .creationTime(entry.getValue().created())
                        .retentionInDays(entry.getValue().retentionInDays())
                        .metricFilterCount(0)
                        .storedBytes(0L)
                        .build())
                .toList();
        return DescribeLogGroupsResponse.builder().logGroups(found).build();
    }

    @Override
    public PutRetentionPolicyResponse putRetentionPolicy(PutRetentionPolicyRequest request) {
        group(request.logGroupName()).keepFor(request.retentionInDays());
        return PutRetentionPolicyResponse.builder().build();
    }

    @Override
    public TagResourceResponse tagResource(TagResourceRequest request) {
        group(nameOf(request.resourceArn())).tags().putAll(request.tags());
        return TagResourceResponse.builder().build();
    }

    @Override
    public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
        return ListTagsForResourceResponse.builder()
                .tags(group(nameOf(request.resourceArn())).tags())
                .build();
    }

    @Override
    public CreateLogStreamResponse createLogStream(CreateLogStreamRequest request) {
        requirePattern(STREAM, "logStreamName", request.logStreamName());
        LogStreamStore stream = new LogStreamStore(
                request.logStreamName(),
                call.now().toEpochMilli(),
                LogGroups.file(call.cloud().settings().directory(), request.logGroupName(), request.logStreamName()));
        if (group(request.logGroupName()).streams().putIfAbsent(request.logStreamName(), stream) != null) {
            throw ResourceAlreadyExistsException.builder()
                    .message("The specified log stream already exists")
                    .build();
        }
        return CreateLogStreamResponse.builder().build();
    }

    @Override
    public DescribeLogStreamsResponse describeLogStreams(DescribeLogStreamsRequest request) {
        String prefix = request.logStreamNamePrefix() == null ? "" : request.logStreamNamePrefix();
        Comparator<LogStream> order = request.orderBy() == OrderBy.LAST_EVENT_TIME
                ? Comparator.comparing(stream -> stream.lastEventTimestamp() == null ? 0L : stream.lastEventTimestamp())
                : Comparator.comparing(LogStream::logStreamName);
        List<LogStream> found = group(request.logGroupName()).streams().values().stream()
                .filter(stream -> stream.name().startsWith(prefix))
                .map(stream -> described(request.logGroupName(), stream))
                .sorted(Boolean.TRUE.equals(request.descending()) ? order.reversed() : order)
                .limit(request.limit() == null ? 50 : request.limit())
                .toList();
        return DescribeLogStreamsResponse.builder().logStreams(found).build();
    }

    private LogStream described(String group, LogStreamStore stream) {
        List<OutputLogEvent> events = stream.events();
        LogStream.Builder described = LogStream.builder()
                .logStreamName(stream.name())
                .creationTime(stream.created())
                .arn(arn(group) + ":log-stream:" + stream.name());
        if (!events.isEmpty()) {
            OutputLogEvent last = events.get(events.size() - 1);
            described
                    .firstEventTimestamp(events.get(0).timestamp())
                    .lastEventTimestamp(last.timestamp())
                    .lastIngestionTime(last.ingestionTime());
        }
        return described.build();
    }

    @Override
    public PutLogEventsResponse putLogEvents(PutLogEventsRequest request) {
        stream(request.logGroupName(), request.logStreamName())
                .append(request.logEvents(), call.now().toEpochMilli());
        return PutLogEventsResponse.builder().nextSequenceToken("0").build();
    }

    @Override
    public GetLogEventsResponse getLogEvents(GetLogEventsRequest request) {
        requirePattern(STREAM, "logStreamName", request.logStreamName());
        List<OutputLogEvent> all = stream(request.logGroupName(), request.logStreamName()).events().stream()
                .filter(event -> isWithin(event.timestamp(), request.startTime(), request.endTime()))
                .toList();
        LogPage page = LogPage.of(
                all.size(),
                request.limit() == null ? LogPage.LARGEST : request.limit(),
                request.nextToken(),
                Boolean.TRUE.equals(request.startFromHead()));
        return GetLogEventsResponse.builder()
                .events(all.subList(page.from(), page.to()))
                .nextForwardToken(LogPage.forwardToken(page.to()))
                .nextBackwardToken(LogPage.backwardToken(page.from()))
                .build();
    }

    @Override
    public FilterLogEventsResponse filterLogEvents(FilterLogEventsRequest request) {
        if (request.filterPattern() != null && !request.filterPattern().isEmpty()) {
            throw InvalidParameterException.builder()
                    .message("filterPattern is not supported by this emulator: leave it out")
                    .build();
        }
        String prefix = request.logStreamNamePrefix() == null ? "" : request.logStreamNamePrefix();
        List<FilteredLogEvent> found = group(request.logGroupName()).streams().values().stream()
                .filter(stream -> request.hasLogStreamNames()
                        ? request.logStreamNames().contains(stream.name())
                        : stream.name().startsWith(prefix))
                .flatMap(stream -> filtered(stream, request))
                .sorted(Comparator.comparing(FilteredLogEvent::timestamp))
                .limit(request.limit() == null ? LogPage.LARGEST : request.limit())
                .toList();
        return FilterLogEventsResponse.builder().events(found).build();
    }

    private static Stream<FilteredLogEvent> filtered(LogStreamStore stream, FilterLogEventsRequest request) {
        return stream.events().stream()
                .filter(event -> isWithin(event.timestamp(), request.startTime(), request.endTime()))
                .map(event -> FilteredLogEvent.builder()
                        .logStreamName(stream.name())
                        .timestamp(event.timestamp())
                        .message(event.message())
                        .ingestionTime(event.ingestionTime())
                        .build());
    }

    private static boolean isWithin(long time, @Nullable Long from, @Nullable Long before) {
        return (from == null || time >= from) && (before == null || time < before);
    }

    private LogGroupStore group(String name) {
        LogGroupStore group = groups.byName().get(name);
        if (group == null) {
            throw ResourceNotFoundException.builder()
                    .message("The specified log group does not exist.")
                    .build();
        }
        return group;
    }

    private LogStreamStore stream(String group, String name) {
        LogStreamStore stream = group(group).streams().get(name);
        if (stream == null) {
            throw ResourceNotFoundException.builder()
                    .message("The specified log stream does not exist.")
                    .build();
        }
        return stream;
    }

    private String arn(String group) {
        return call.scope().arn("logs", "log-group:" + group);
    }

    private static String nameOf(String arn) {
        return arn.replaceFirst("^arn:[^:]*:logs:[^:]*:[^:]*:log-group:", "").replaceFirst(":\\*$", "");
    }

    private static void requirePattern(Pattern pattern, String member, String value) {
        if (!pattern.matcher(value).matches()) {
            throw InvalidParameterException.builder()
                    .message("1 validation error detected: Value '" + value + "' at '" + member
                            + "' failed to satisfy constraint: Member must satisfy regular expression pattern: "
                            + pattern.pattern().replaceFirst("\\{1,512}$", "+"))
                    .build();
        }
    }

    @Override
    public String serviceName() {
        return "logs";
    }

    @Override
    public void close() {}
}
