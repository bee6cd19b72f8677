package io.mlops.local.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.local.HeldCloud;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;
import software.amazon.awssdk.services.cloudwatchlogs.model.OrderBy;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.RejectedLogEventsInfo;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.cloudwatchlogs.model.TooManyTagsException;

class LocalLogsTest {
    @TempDir
    private Path directory;

    private HeldCloud cloud;
    private CloudWatchLogsClient logs;
    private long now;

    @BeforeEach
    void start() {
        cloud = new HeldCloud(directory);
        logs = cloud.client(CloudWatchLogsClient.class);
        now = cloud.time().now().toEpochMilli();
        logs.createLogGroup(r -> r.logGroupName("/g"));
        stream("a");
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    private void stream(String name) {
        logs.createLogStream(r -> r.logGroupName("/g").logStreamName(name));
    }

    private PutLogEventsResponse put(String stream, InputLogEvent... events) {
        return logs.putLogEvents(r -> r.logGroupName("/g").logStreamName(stream).logEvents(events));
    }

    private static InputLogEvent event(long time, String message) {
        return InputLogEvent.builder().timestamp(time).message(message).build();
    }

    private void putNumbers(int count) {
        put("a", IntStream.range(0, count).mapToObj(i -> event(now, "m" + i)).toArray(InputLogEvent[]::new));
    }

    private static List<String> messages(GetLogEventsResponse page) {
        return page.events().stream().map(OutputLogEvent::message).toList();
    }

    @Test
    void refusesABatchBeyondItsLimits() {
        InputLogEvent large = event(now, "x".repeat(600_000));

        assertThatThrownBy(() -> put("a", large, large))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("Upload too large: 1200052 bytes exceeds limit of 1048576");
        assertThatThrownBy(() -> put("a", event(now, "b"), event(now - 1, "a")))
                .hasMessageContaining("must be in chronological order");
        assertThatThrownBy(() -> put("a", event(now - Duration.ofHours(25).toMillis(), "a"), event(now, "b")))
                .hasMessageContaining("cannot span more than 24 hours");
        assertThatThrownBy(() -> put("none", event(now, "a")))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("The specified log stream does not exist.");
    }

    @Test
    void rejectsWhatIsTooOldExpiredOrTooNewAndTakesTheRest() {
        logs.putRetentionPolicy(r -> r.logGroupName("/g").retentionInDays(3));

        RejectedLogEventsInfo rejected = put(
                        "a",
                        event(now - Duration.ofDays(15).toMillis(), "old"),
                        event(now - Duration.ofDays(4).toMillis(), "expired"),
                        event(now, "right"),
                        event(now + Duration.ofHours(3).toMillis(), "new"))
                .rejectedLogEventsInfo();

        assertThat(rejected.tooOldLogEventEndIndex()).isEqualTo(1);
        assertThat(rejected.expiredLogEventEndIndex()).isEqualTo(2);
        assertThat(rejected.tooNewLogEventStartIndex()).isEqualTo(3);
        assertThat(messages(logs.getLogEvents(r -> r.logGroupName("/g").logStreamName("a"))))
                .containsExactly("right");
        assertThat(put("a", event(now, "fine")).rejectedLogEventsInfo()).isNull();
    }

    @Test
    void pagesForwardToTheEndWhereTheTokenStaysTheSame() {
        putNumbers(5);

        GetLogEventsResponse first = logs.getLogEvents(
                r -> r.logGroupName("/g").logStreamName("a").limit(3).startFromHead(true));
        GetLogEventsResponse second = next(first.nextForwardToken());
        GetLogEventsResponse third = next(second.nextForwardToken());
        put("a", event(now + 1, "late"));
        GetLogEventsResponse fourth = next(third.nextForwardToken());

        assertThat(messages(first)).containsExactly("m0", "m1", "m2");
        assertThat(messages(second)).containsExactly("m3", "m4");
        assertThat(third.events()).isEmpty();
        assertThat(third.nextForwardToken()).isEqualTo(second.nextForwardToken());
        assertThat(messages(fourth)).containsExactly("late");
    }

    private GetLogEventsResponse next(String token) {
        return logs.getLogEvents(
                r -> r.logGroupName("/g").logStreamName("a").limit(3).nextToken(token));
    }

    @Test
    void pagesBackwardFromTheTail() {
        putNumbers(5);

        GetLogEventsResponse last =
                logs.getLogEvents(r -> r.logGroupName("/g").logStreamName("a").limit(3));
        GetLogEventsResponse before = next(last.nextBackwardToken());
        GetLogEventsResponse none = next(before.nextBackwardToken());

        assertThat(messages(last)).containsExactly("m2", "m3", "m4");
        assertThat(messages(before)).containsExactly("m0", "m1");
        assertThat(none.events()).isEmpty();
        assertThat(none.nextBackwardToken()).isEqualTo(before.nextBackwardToken());
        assertThatThrownBy(() -> next("f/1")).hasMessageContaining("The specified nextToken is invalid.");
    }

    @Test
    void answersWithAtMostAMegabyte() {
        for (int i = 0; i < 3; i++) {
            put("a", event(now + i, i + "x".repeat(500_000)));
        }

        assertThat(logs.getLogEvents(
                                r -> r.logGroupName("/g").logStreamName("a").startFromHead(true))
                        .events())
                .hasSize(2);
    }

    @Test
    void keepsEventsInTheOrderOfTheirTime() {
        put("a", event(now, "second\nof two lines"), event(now + 5, "fourth"));
        put("a", event(now - 5, "first"), event(now, "third"));

        assertThat(messages(logs.getLogEvents(r -> r.logGroupName("/g").logStreamName("a"))))
                .containsExactly("first", "second\nof two lines", "third", "fourth");
        assertThat(messages(logs.getLogEvents(r ->
                        r.logGroupName("/g").logStreamName("a").startTime(now).endTime(now + 5))))
                .containsExactly("second\nof two lines", "third");
    }

    @Test
    void searchesStreamsInTheOrderOfTime() {
        stream("b");
        put("a", event(now, "ERROR 1"), event(now + 2, "ERROR 3"), event(now + 2, "fine"));
        put("b", event(now + 1, "ERROR 2"), event(now + 2, "ERROR 4"));
        List<String> found = new ArrayList<>();
        List<String> ids = new ArrayList<>();

        String token = null;
        do {
            String from = token;
            FilterLogEventsResponse page = logs.filterLogEvents(
                    r -> r.logGroupName("/g").filterPattern("ERROR").limit(1).nextToken(from));
            page.events().stream().map(FilteredLogEvent::message).forEach(found::add);
            page.events().stream().map(FilteredLogEvent::eventId).forEach(ids::add);
            token = page.nextToken();
        } while (token != null);

        assertThat(found).containsExactly("ERROR 1", "ERROR 2", "ERROR 3", "ERROR 4");
        assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("\\d{56}"));
        assertThat(logs.filterLogEvents(r ->
                                r.logGroupName("/g").logStreamNamePrefix("b").endTime(now + 1))
                        .events())
                .hasSize(1);
        assertThatThrownBy(() -> logs.filterLogEvents(
                        r -> r.logGroupName("/g").logStreamNames("a").logStreamNamePrefix("a")))
                .isInstanceOf(InvalidParameterException.class);
        assertThatThrownBy(() -> logs.filterLogEvents(r -> r.logGroupName("/g").logStreamNames("none")))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void forgetsWhatIsOlderThanItsRetention() {
        logs.putRetentionPolicy(r -> r.logGroupName("/g").retentionInDays(1));
        put("a", event(now, "old"));
        assertThat(storedBytes()).isEqualTo(29);
        cloud.time().advance(Duration.ofHours(20));
        put("a", event(now + Duration.ofHours(20).toMillis(), "young"));

        cloud.time().advance(Duration.ofHours(5));

        assertThat(messages(logs.getLogEvents(r -> r.logGroupName("/g").logStreamName("a"))))
                .containsExactly("young");
        assertThat(logs.filterLogEvents(r -> r.logGroupName("/g")).events()).hasSize(1);
        assertThat(storedBytes()).isEqualTo(31);
        assertThatThrownBy(
                        () -> logs.putRetentionPolicy(r -> r.logGroupName("/g").retentionInDays(2)))
                .hasMessageContaining("Value '2' at 'retentionInDays' failed to satisfy constraint");
    }

    private long storedBytes() {
        return logs.describeLogGroups(r -> {}).logGroups().get(0).storedBytes();
    }

    @Test
    void ordersStreamsByNameOrByTheirLastEvent() {
        stream("b");
        stream("c");
        put("a", event(now, "x"));
        put("b", event(now - 5, "x"));

        assertThat(logs.describeLogStreams(r -> r.logGroupIdentifier("/g").limit(2))
                        .logStreams())
                .extracting(LogStream::logStreamName)
                .containsExactly("a", "b");
        assertThat(logs.describeLogStreams(r -> r.logGroupName("/g")
                                .orderBy(OrderBy.LAST_EVENT_TIME)
                                .descending(true))
                        .logStreams())
                .extracting(LogStream::logStreamName)
                .containsExactly("a", "b", "c");
        String token =
                logs.describeLogStreams(r -> r.logGroupName("/g").limit(2)).nextToken();
        assertThat(logs.describeLogStreams(r -> r.logGroupName("/g").nextToken(token))
                        .logStreams())
                .extracting(LogStream::logStreamName)
                .containsExactly("c");
        assertThatThrownBy(() -> logs.describeLogStreams(r ->
                        r.logGroupName("/g").orderBy(OrderBy.LAST_EVENT_TIME).logStreamNamePrefix("a")))
                .hasMessageContaining("Cannot order by LastEventTime with a logStreamNamePrefix.");
    }

    @Test
    void describesGroupsInOrderByPagesPrefixAndPart() {
        for (String name : List.of("/z", "/h/1", "/h/2")) {
            logs.createLogGroup(r -> r.logGroupName(name));
        }

        var first = logs.describeLogGroups(r -> r.limit(3));
        assertThat(first.logGroups()).extracting(LogGroup::logGroupName).containsExactly("/g", "/h/1", "/h/2");
        assertThat(logs.describeLogGroups(r -> r.nextToken(first.nextToken())).logGroups())
                .extracting(LogGroup::arn)
                .containsExactly("arn:aws:logs:eu-west-1:123456789012:log-group:/z:*");
        assertThat(logs.describeLogGroups(r -> r.logGroupNamePrefix("/h/")).logGroups())
                .hasSize(2);
        assertThat(logs.describeLogGroups(r -> r.logGroupNamePattern("2")).logGroups())
                .hasSize(1);
        assertThatThrownBy(() ->
                        logs.describeLogGroups(r -> r.logGroupNamePattern("2").logGroupNamePrefix("/")))
                .isInstanceOf(InvalidParameterException.class);
    }

    @Test
    void tagsGroupsByTheirArn() {
        String arn = "arn:aws:logs:eu-west-1:123456789012:log-group:/g";
        logs.tagResource(r -> r.resourceArn(arn).tags(java.util.Map.of("k", "v")));

        assertThat(logs.listTagsForResource(r -> r.resourceArn(arn)).tags()).containsEntry("k", "v");
        assertThatThrownBy(() -> logs.listTagsForResource(r -> r.resourceArn(arn + "one")))
                .isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> logs.listTagsForResource(r -> r.resourceArn("arn:aws:s3:::b")))
                .isInstanceOf(InvalidParameterException.class);
        assertThatThrownBy(() -> logs.tagResource(r -> r.resourceArn(arn)
                        .tags(IntStream.range(0, 50)
                                .boxed()
                                .collect(java.util.stream.Collectors.toMap(i -> "t" + i, i -> "")))))
                .isInstanceOf(TooManyTagsException.class);
    }

    @Test
    void deletesAGroupWithItsFilesUnlessItIsProtected() throws IOException {
        put("a", event(now, "x"));
        assertThat(files()).hasSize(2);
        logs.createLogGroup(r -> r.logGroupName("kept").deletionProtectionEnabled(true));

        logs.deleteLogGroup(r -> r.logGroupName("/g"));

        assertThat(files()).isEmpty();
        assertThatThrownBy(() -> put("a", event(now, "x"))).isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> logs.deleteLogGroup(r -> r.logGroupName("kept")))
                .isInstanceOf(AwsServiceException.class)
                .hasMessageContaining("deletion protection");
    }

    private List<Path> files() throws IOException {
        try (var walk = Files.walk(directory.resolve("logs"))) {
            return walk.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void keepsStreamsApartWhoseNamesMeetInAFileName() {
        logs.createLogGroup(r -> r.logGroupName("/g/a"));
        for (String[] names : new String[][] {{"/g", "a/b"}, {"/g/a", "b"}, {"/g/a", "x".repeat(400)}}) {
            logs.createLogStream(r -> r.logGroupName(names[0]).logStreamName(names[1]));
            logs.putLogEvents(r ->
                    r.logGroupName(names[0]).logStreamName(names[1]).logEvents(event(now, Arrays.toString(names))));
        }

        assertThat(messages(logs.getLogEvents(r -> r.logGroupName("/g").logStreamName("a/b"))))
                .containsExactly("[/g, a/b]");
        assertThat(logs.filterLogEvents(r -> r.logGroupName("/g/a")).events()).hasSize(2);
    }

    @Test
    void refusesWhatExistsAndWhatItDoesNotHonour() {
        assertThatThrownBy(() -> stream("a")).isInstanceOf(ResourceAlreadyExistsException.class);
        assertThatThrownBy(() -> logs.createLogGroup(r -> r.logGroupName("/g")))
                .isInstanceOf(ResourceAlreadyExistsException.class);
        assertThatThrownBy(() -> logs.createLogGroup(
                        r -> r.logGroupName("k").kmsKeyId("arn:aws:kms:eu-west-1:123456789012:key/1")))
                .hasMessageContaining("kmsKeyId is not supported by this emulator");
        assertThatThrownBy(() -> logs.createLogGroup(r -> r.logGroupName("aws/x")))
                .hasMessageContaining("can't start with the string aws/");
        assertThatThrownBy(() -> stream("project:uuid"))
                .hasMessageContaining("Value 'project:uuid' at 'logStreamName' failed to satisfy constraint");
    }
}
