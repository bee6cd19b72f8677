package io.mlops.local.codepipeline;

import static io.mlops.local.codepipeline.PipelineWorld.BUCKET;
import static io.mlops.local.codepipeline.PipelineWorld.SOURCE;
import static io.mlops.local.codepipeline.PipelineWorld.action;
import static io.mlops.local.codepipeline.PipelineWorld.approval;
import static io.mlops.local.codepipeline.PipelineWorld.pipeline;
import static io.mlops.local.codepipeline.PipelineWorld.source;
import static io.mlops.local.codepipeline.PipelineWorld.stage;
import static io.mlops.local.codepipeline.PipelineWorld.trust;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mlops.local.Eventually;
import io.mlops.local.LocalAws;
import io.mlops.local.Sdk;
import io.mlops.local.SeenEvents;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codepipeline.model.ActionCategory;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionSummary;
import software.amazon.awssdk.services.codepipeline.model.TriggerType;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sns.SnsClient;

/** From an object in S3 to a pipeline's execution, and from there to who listens, through unmodified SDK clients. */
class StateEventTest {
    @TempDir
    private Path directory;

    private LocalAws aws;
    private PipelineWorld world;
    private EventBridgeClient events;

    @BeforeEach
    void start() {
        aws = LocalAws.builder().directory(directory).start();
        world = PipelineWorld.make(aws);
        events = Sdk.client(aws, EventBridgeClient.builder());
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void aNewObjectStartsThePipelineThroughItsRule() {
        world.create(pipeline(
                stage("Source", source()), stage("Approve", approval("Person").build())));
        Sdk.client(aws, IamClient.builder())
                .createRole(r -> r.roleName("events").assumeRolePolicyDocument(trust("events.amazonaws.com")));
        Sdk.client(aws, IamClient.builder())
                .putRolePolicy(r -> r.roleName("events")
                        .policyName("start")
                        .policyDocument("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":"
                                + "\"codepipeline:StartPipelineExecution\",\"Resource\":\"*\"}]}"));
        world.s3()
                .putBucketNotificationConfiguration(
                        r -> r.bucket(BUCKET).notificationConfiguration(n -> n.eventBridgeConfiguration(e -> {})));
        String rule = events.putRule(r -> r.name("source")
                        .eventPattern("{\"source\":[\"aws.s3\"],\"detail-type\":[\"Object Created\"],\"detail\":{"
                                + "\"bucket\":{\"name\":[\"" + BUCKET + "\"]},\"object\":{\"key\":[\"" + SOURCE
                                + "\"]}}}"))
                .ruleArn();
        events.putTargets(r -> r.rule("source")
                .targets(Target.builder()
                        .id("pipeline")
                        .arn("arn:aws:codepipeline:eu-west-1:123456789012:fraud-detection-pipeline")
                        .roleArn("arn:aws:iam::123456789012:role/events")
                        .build()));

        String version = world.upload(Map.of("app.txt", "another"));

        Eventually.holds(() -> assertThat(executions()).hasSize(2));
        PipelineExecutionSummary started = executions().get(0);
        assertThat(started.trigger().triggerType()).isEqualTo(TriggerType.CLOUD_WATCH_EVENT);
        assertThat(started.trigger().triggerDetail()).isEqualTo(rule);
        Eventually.holds(() -> assertThat(executions().get(0).sourceRevisions())
                .singleElement()
                .satisfies(revision -> assertThat(revision.revisionId()).isEqualTo(version)));
    }

    @Test
    void aRuleReachesOnlyWhatLetsEventBridgeIn() {
        SnsClient sns = Sdk.client(aws, SnsClient.builder());
        String closed = sns.createTopic(r -> r.name("closed")).topicArn();
        String open = sns.createTopic(r -> r.name("open")
                        .attributes(Map.of(
                                "Policy",
                                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
                                        + "{\"Service\":\"events.amazonaws.com\"},\"Action\":\"sns:Publish\","
                                        + "\"Resource\":\"*\",\"Condition\":{\"ArnLike\":{\"aws:SourceArn\":"
                                        + "\"arn:aws:events:*:*:rule/orders\"}}}]}")))
                .topicArn();
        events.putRule(r -> r.name("orders").eventPattern("{\"source\":[\"shop\"]}"));
        events.putTargets(r -> r.rule("orders")
                .targets(
                        Target.builder().id("1").arn(closed).build(),
                        Target.builder().id("2").arn(open).build()));

        events.putEvents(r -> r.entries(PutEventsRequestEntry.builder()
                .source("shop")
                .detailType("Order Placed")
                .detail("{}")
                .build()));

        Eventually.holds(() -> assertThat(directory.resolve("sns/open.jsonl")).exists());
        assertThat(directory.resolve("sns/closed.jsonl")).doesNotExist();
    }

    private List<PipelineExecutionSummary> executions() {
        return world.codepipeline()
                .listPipelineExecutions(r -> r.pipelineName("fraud-detection-pipeline"))
                .pipelineExecutionSummaries();
    }

    @Test
    void tellsOfStatesAndOfApprovalsThatAreWaitedFor() {
        SeenEvents seen = new SeenEvents(aws, "aws.codepipeline");
        String topic = Sdk.client(aws, SnsClient.builder())
                .createTopic(r -> r.name("approvals"))
                .topicArn();
        Sdk.client(aws, IamClient.builder())
                .putRolePolicy(r -> r.roleName("pipeline")
                        .policyName("notify")
                        .policyDocument(
                                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sns:Publish\","
                                        + "\"Resource\":\"" + topic + "\"}]}"));
        Map<String, String> asked = Map.of("NotificationArn", topic, "CustomData", "Look at the metrics");

        world.create(pipeline(
                stage("Source", source()),
                stage(
                        "Approve",
                        action("Person", ActionCategory.APPROVAL, "Manual", asked)
                                .build())));

        String token = world.token("Approve", "Person");
        Eventually.holds(() -> assertThat(directory.resolve("sns/approvals.jsonl"))
                .content()
                .contains("APPROVAL NEEDED: AWS CodePipeline fraud-detection-pipeline for action Person")
                .contains(token, "Look at the metrics", "\\\"approvalReviewLink\\\":"));
        world.approve("Approve", "Person", given -> {});
        Eventually.holds(() -> assertThat(seen.all().stream().map(StateEventTest::shortened))
                .containsExactlyInAnyOrder(
                        "Pipeline STARTED",
                        "Stage STARTED Source",
                        "Action STARTED Source",
                        "Action SUCCEEDED Source",
                        "Stage SUCCEEDED Source",
                        "Stage STARTED Approve",
                        "Action STARTED Approve",
                        "Action SUCCEEDED Approve",
                        "Stage SUCCEEDED Approve",
                        "Pipeline SUCCEEDED"));
    }

    private static String shortened(JsonNode event) {
        String what = event.path("detail-type").asText().replaceAll("CodePipeline (\\w+) Execution State Change", "$1");
        JsonNode detail = event.path("detail");
        return (what + " " + detail.path("state").asText() + " "
                        + detail.path("stage").asText())
                .strip();
    }
}
