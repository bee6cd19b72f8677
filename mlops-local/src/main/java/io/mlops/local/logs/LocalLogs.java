package io.mlops.local.logs;

import io.mlops.local.call.Call;
import io.mlops.local.call.Page;
import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.*;

/** CloudWatch Logs. */
public final class LocalLogs implements CloudWatchLogsClient {
    private final Call call;
    private final LogGroupCalls groups;
    private final LogEventCalls events;

    /**
     * Serves one call.
     *
     * @param call the call
     */
    public LocalLogs(Call call) {
        this.call = call;
        this.groups = new LogGroupCalls(call);
        this.events = new LogEventCalls(call, groups);
    }

    @Override
    public CreateLogGroupResponse createLogGroup(CreateLogGroupRequest request) {
        groups.create(request);
        return CreateLogGroupResponse.builder().build();
    }

    @Override
    public DeleteLogGroupResponse deleteLogGroup(DeleteLogGroupRequest request) {
        groups.delete(request);
        return DeleteLogGroupResponse.builder().build();
    }

    @Override
    public DescribeLogGroupsResponse describeLogGroups(DescribeLogGroupsRequest request) {
        return groups.describe(request);
    }

    @Override
    public PutRetentionPolicyResponse putRetentionPolicy(PutRetentionPolicyRequest request) {
        groups.keep(request);
        return PutRetentionPolicyResponse.builder().build();
    }

    @Override
    public TagResourceResponse tagResource(TagResourceRequest request) {
        groups.tag(request);
        return TagResourceResponse.builder().build();
    }

    @Override
    public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
        return ListTagsForResourceResponse.builder().tags(groups.tags(request)).build();
    }

    @Override
    public CreateLogStreamResponse createLogStream(CreateLogStreamRequest request) {
        LogGroupStore group = groups.named(request.logGroupName());
        LogStreamStore stream = LogGroups.of(call.cloud(), call.scope()).stream(
                call.cloud().settings().directory(),
                group.name(),
                request.logStreamName(),
                call.now().toEpochMilli());
        if (group.streams().putIfAbsent(stream.name(), stream) != null) {
            stream.delete();
            throw ResourceAlreadyExistsException.builder()
                    .message("The specified log stream already exists")
                    .build();
        }
        return CreateLogStreamResponse.builder().build();
    }

    @Override
    public DescribeLogStreamsResponse describeLogStreams(DescribeLogStreamsRequest request) {
        boolean byTime = request.orderBy() == OrderBy.LAST_EVENT_TIME;
        if (byTime && request.logStreamNamePrefix() != null) {
            throw FilterPattern.invalid("Cannot order by LastEventTime with a logStreamNamePrefix.");
        }
        LogGroupStore group = groups.found(request.logGroupName(), request.logGroupIdentifier());
        String prefix = request.logStreamNamePrefix() == null ? "" : request.logStreamNamePrefix();
        Comparator<LogStream> order = byTime
                ? Comparator.comparing(stream -> stream.lastEventTimestamp() == null ? 0L : stream.lastEventTimestamp())
                : Comparator.comparing(LogStream::logStreamName);
        List<LogStream> found = group.streams().values().stream()
                .filter(stream -> stream.name().startsWith(prefix))
                .map(stream -> described(groups.arn(group), stream))
                .sorted(Boolean.TRUE.equals(request.descending()) ? order.reversed() : order)
                .toList();
        Page<LogStream> page = LogPage.listed(found, request.nextToken(), request.limit());
        return DescribeLogStreamsResponse.builder()
                .logStreams(page.items())
                .nextToken(page.next())
                .build();
    }

    @SuppressWarnings("deprecation") // storedBytes of a stream is always 0, and still sent
    private static LogStream described(String groupArn, LogStreamStore stream) {
        return LogStream.builder()
                .logStreamName(stream.name())
                .creationTime(stream.created())
                .arn(groupArn + ":log-stream:" + stream.name())
                .firstEventTimestamp(stream.firstTimestamp())
                .lastEventTimestamp(stream.lastTimestamp())
                .lastIngestionTime(stream.lastIngestion())
                .uploadSequenceToken(LogEventCalls.SEQUENCE_TOKEN)
                .storedBytes(0L)
                .build();
    }

    @Override
    public PutLogEventsResponse putLogEvents(PutLogEventsRequest request) {
        return events.put(request);
    }

    @Override
    public GetLogEventsResponse getLogEvents(GetLogEventsRequest request) {
        return events.get(request);
    }

    @Override
    public FilterLogEventsResponse filterLogEvents(FilterLogEventsRequest request) {
        return events.filter(request);
    }

    @Override
    public String serviceName() {
        return "logs";
    }

    @Override
    public void close() {}
}
