package io.mlops.local.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.mlops.local.Eventually;
import io.mlops.local.HeldCloud;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.LimitExceededException;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;
import software.amazon.awssdk.services.eventbridge.model.ResourceNotFoundException;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.eventbridge.model.Tag;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.sns.SnsClient;

class EventBridgeTest {
    private static final String FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:f";

    @TempDir
    private Path directory;

    private HeldCloud cloud;
    private EventBridgeClient events;

    @BeforeEach
    void start() {
        cloud = new HeldCloud(directory);
        events = cloud.client(EventBridgeClient.class);
        events.putRule(r -> r.name("orders")
                .eventPattern("{\"source\":[\"shop\"]}")
                .tags(Tag.builder().key("team").value("risk").build()));
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    private void target(Target target) {
        events.putTargets(r -> r.rule("orders").targets(target));
    }

    private static Target.Builder function(String id) {
        return Target.builder().id(id).arn(FUNCTION);
    }

    private PutEventsResultEntry send(PutEventsRequestEntry.Builder entry) {
        return events.putEvents(r -> r.entries(entry.build())).entries().get(0);
    }

    private static PutEventsRequestEntry.Builder entry(String detail) {
        return PutEventsRequestEntry.builder()
                .source("shop")
                .detailType("Order Placed")
                .detail(detail)
                .resources("arn:order");
    }

    private JsonNode invoked() throws InterruptedException {
        InvokeRequest request = cloud.invocations().poll(10, TimeUnit.SECONDS);
        assertThat(request).isNotNull();
        return TargetInput.parsed(request.payload().asUtf8String());
    }

    @Test
    void sendsAnEventInItsEnvelopeToTheTargetsOfTheRulesThatFit() throws InterruptedException {
        target(function("whole").build());

        assertThat(send(entry("{\"n\":1}").source("other")).errorCode()).isNull();
        PutEventsResultEntry sent = send(entry("{\"n\":2}"));

        JsonNode event = invoked();
        assertThat(event.path("id").asText()).isEqualTo(sent.eventId());
        assertThat(event.path("version").asText()).isEqualTo("0");
        assertThat(event.path("source").asText()).isEqualTo("shop");
        assertThat(event.path("detail-type").asText()).isEqualTo("Order Placed");
        assertThat(event.path("account").asText()).isEqualTo("123456789012");
        assertThat(event.path("region").asText()).isEqualTo("eu-west-1");
        assertThat(event.path("time").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(event.path("resources")).hasToString("[\"arn:order\"]");
        assertThat(event.path("detail")).hasToString("{\"n\":2}");
        assertThat(cloud.invocations()).isEmpty();
    }

    @Test
    void shapesATargetsInput() {
        assertThat(input(function("a").input("{\"const\":1}"))).isEqualTo("{\"const\":1}");
        assertThat(input(function("a").inputPath("$.detail.items[1]"))).isEqualTo("{\"k\":\"b \\\"q\\\"\"}");
        assertThat(input(function("a")
                        .inputTransformer(t -> t.inputPathsMap(Map.of("k", "$.detail.items[1].k", "n", "$.detail.n"))
                                .inputTemplate("{\"key\":<k>,\"text\":\"<k> of <n>\",\"none\":<none>,"
                                        + "\"rule\":<aws.events.rule-name>}"))))
                .isEqualTo("{\"key\":\"b \\\"q\\\"\",\"text\":\"b \\\"q\\\" of 3\",\"none\":<none>,"
                        + "\"rule\":\"orders\"}");
        assertThat(input(function("a")
                        .inputTransformer(t ->
                                t.inputPathsMap(Map.of("gone", "$.detail.gone")).inputTemplate("\"<gone>!\""))))
                .isEqualTo("\"!\"");
    }

    private String input(Target.Builder target) {
        target(target.build());
        send(entry("{\"n\":3,\"items\":[1,{\"k\":\"b \\\"q\\\"\"}]}"));
        try {
            InvokeRequest request = cloud.invocations().poll(10, TimeUnit.SECONDS);
            assertThat(request).isNotNull();
            return request.payload().asUtf8String();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void publishesToTopicsAndWritesToLogGroups() {
        SnsClient sns = cloud.client(SnsClient.class);
        CloudWatchLogsClient logs = cloud.client(CloudWatchLogsClient.class);
        logs.createLogGroup(r -> r.logGroupName("/aws/events/orders"));
        String open = sns.createTopic(r -> r.name("open")).topicArn();
        target(Target.builder().id("1").arn(open).build());
        target(Target.builder()
                .id("3")
                .arn("arn:aws:logs:eu-west-1:123456789012:log-group:/aws/events/orders")
                .build());

        String id = send(entry("{\"n\":2}")).eventId();

        Eventually.holds(() -> assertThat(directory.resolve("sns/open.jsonl"))
                .content()
                .contains(id)
                .hasLineCount(1));
        Eventually.holds(() -> assertThat(logs.filterLogEvents(r -> r.logGroupName("/aws/events/orders"))
                        .events())
                .singleElement()
                .satisfies(line -> assertThat(line.message()).contains(id)));
    }

    @Test
    void runsAScheduledRuleAsTimePasses() throws InterruptedException {
        events.putRule(r -> r.name("orders").scheduleExpression("rate(1 hour)"));
        target(function("1").build());

        cloud.time().advance(Duration.ofMinutes(59));
        assertThat(cloud.invocations()).isEmpty();
        cloud.time().advance(Duration.ofMinutes(1));
        JsonNode event = invoked();
        cloud.time().advance(Duration.ofHours(1));
        invoked();
        events.removeTargets(r -> r.rule("orders").ids("1"));
        events.deleteRule(r -> r.name("orders"));
        cloud.time().advance(Duration.ofHours(1));

        assertThat(event.path("detail-type").asText()).isEqualTo("Scheduled Event");
        assertThat(event.path("resources").path(0).asText())
                .isEqualTo("arn:aws:events:eu-west-1:123456789012:rule/orders");
        assertThat(cloud.invocations()).isEmpty();
    }

    @Test
    void aDisabledRuleSendsNothing() throws InterruptedException {
        target(function("1").build());
        events.putRule(
                r -> r.name("orders").eventPattern("{\"source\":[\"shop\"]}").state(RuleState.DISABLED));

        send(entry("{}"));

        assertThat(cloud.invocations().poll(50, TimeUnit.MILLISECONDS)).isNull();
        assertThat(events.describeRule(r -> r.name("orders")).state()).isEqualTo(RuleState.DISABLED);
        assertThat(events.listTargetsByRule(r -> r.rule("orders")).targets()).hasSize(1);
    }

    @Test
    void saysOfEachEntryWhatIsWrongWithIt() {
        assertThat(send(entry("{}").source("aws.s3")).errorCode()).isEqualTo("NotAuthorizedForSourceException");
        assertThat(send(entry("[1]")).errorCode()).isEqualTo("MalformedDetail");
        assertThat(send(entry("{}").detailType(null)).errorMessage())
                .isEqualTo("Parameter DetailType is not valid. Reason: DetailType is a required argument.");
        assertThat(send(entry("{}").eventBusName("mine")).errorMessage()).isEqualTo("Event bus mine does not exist.");
        assertThatThrownBy(() -> send(entry("{\"x\":\"" + "y".repeat(262_144) + "\"}")))
                .hasMessageContaining("Total size of the entries in the request is over the limit.");
    }

    @Test
    void refusesTargetsByName() {
        assertThatThrownBy(() -> target(Target.builder()
                        .id("1")
                        .arn("arn:aws:sqs:eu-west-1:123456789012:q")
                        .build()))
                .hasMessageContaining("arn:aws:sqs:eu-west-1:123456789012:q is not valid");
        assertThatThrownBy(() -> target(Target.builder()
                        .id("1")
                        .arn("arn:aws:codepipeline:eu-west-1:123456789012:p")
                        .build()))
                .hasMessageContaining("RoleArn is required for target arn:aws:codepipeline:eu-west-1:123456789012:p.");
        assertThatThrownBy(() -> target(
                        function("1").deadLetterConfig(d -> d.arn("arn:q")).build()))
                .hasMessageContaining("DeadLetterConfig of target 1 is not honoured by this emulator");
        assertThatThrownBy(() -> target(function("1").input("{}").inputPath("$").build()))
                .hasMessageContaining("Only one of Input, InputPath, or InputTransformer must be provided");
        assertThatThrownBy(() -> events.putTargets(r -> r.rule("orders")
                        .targets(IntStream.range(0, 6)
                                .mapToObj(i -> function("t" + i).build())
                                .toList())))
                .isInstanceOf(LimitExceededException.class);
        assertThatThrownBy(() -> events.putTargets(
                        r -> r.rule("nobody").targets(function("1").build())))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void keepsRulesUntilTheyAreDeletedWithoutTargets() {
        target(function("1").build());

        assertThatThrownBy(() -> events.deleteRule(r -> r.name("orders")))
                .hasMessageContaining("Rule can't be deleted since it has targets.");
        assertThat(events.listRules(r -> r.namePrefix("ord")).rules())
                .singleElement()
                .satisfies(
                        rule -> assertThat(rule.arn()).isEqualTo("arn:aws:events:eu-west-1:123456789012:rule/orders"));
        assertThat(events.listRules(r -> r.namePrefix("x")).rules()).isEmpty();
        assertThat(cloud.client(ResourceGroupsTaggingApiClient.class)
                        .getResources(r -> r.resourceTypeFilters("events:rule"))
                        .resourceTagMappingList())
                .singleElement()
                .satisfies(rule -> assertThat(rule.tags().get(0).value()).isEqualTo("risk"));
        assertThat(events.removeTargets(r -> r.rule("orders").ids("1", "2")).failedEntries())
                .singleElement()
                .satisfies(failed -> assertThat(failed.targetId()).isEqualTo("2"));
        events.deleteRule(r -> r.name("orders"));
        assertThatThrownBy(() -> events.describeRule(r -> r.name("orders")))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("Rule orders does not exist on EventBus default.");
        assertThatThrownBy(() -> events.listRules(r -> r.eventBusName("mine")))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("Event bus mine does not exist.");
    }
}
