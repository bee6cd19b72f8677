package io.mlops.local.codebuild;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mlops.local.Eventually;
import io.mlops.local.SeenEvents;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codebuild.model.ArtifactsType;
import software.amazon.awssdk.services.codebuild.model.Build;

/** What EventBridge is told of builds (CodeBuild user guide, "Build notifications input format reference"). */
@Timeout(60)
class BuildEventTest {
    private static final String TIME = "[A-Z][a-z]{2} \\d{1,2}, \\d{4} \\d{1,2}:\\d\\d:\\d\\d [AP]M";

    @TempDir
    private Path directory;

    private CodeBuildWorld world;
    private SeenEvents events;

    @BeforeEach
    void start() {
        world = new CodeBuildWorld(directory);
        events = new SeenEvents(world.aws, "aws.codebuild");
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private JsonNode event(String status) {
        Eventually.holds(() -> assertThat(events.all()).hasSize(2));
        List<JsonNode> found = events.all().stream()
                .filter(event ->
                        event.path("detail").path("build-status").asText().equals(status))
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    @Test
    void tellsThatABuildBeganAndWithWhatItSucceeded() {
        world.codebuild.createProject(CodeBuildWorld.project(
                        "demo",
                        "{version: 0.2, env: {variables: {}}, phases: {build: {commands: [echo one > a.txt]}},"
                                + " artifacts: {files: [a.txt]}}")
                .artifacts(a -> a.type(ArtifactsType.S3)
                        .location("artifacts")
                        .name("a.zip")
                        .packaging("ZIP"))
                .build());
        Build build = world.ended(
                world.codebuild.startBuild(r -> r.projectName("demo")).build().id());

        JsonNode began = event("IN_PROGRESS");
        JsonNode ended = event("SUCCEEDED");

        assertThat(began.path("detail-type").asText()).isEqualTo("CodeBuild Build State Change");
        assertThat(began.path("resources").path(0).asText()).isEqualTo(build.arn());
        assertThat(began.path("detail").path("current-phase").asText()).isEqualTo("SUBMITTED");
        assertThat(began.path("detail")
                        .path("additional-information")
                        .path("build-complete")
                        .asBoolean(true))
                .isFalse();
        JsonNode detail = ended.path("detail");
        assertThat(detail.path("project-name").asText()).isEqualTo("demo");
        assertThat(detail.path("build-id").asText()).isEqualTo(build.arn());
        assertThat(detail.path("current-phase").asText()).isEqualTo("COMPLETED");
        assertThat(detail.path("version").asText()).isEqualTo("1");
        JsonNode more = detail.path("additional-information");
        assertThat(more.path("build-complete").asBoolean()).isTrue();
        assertThat(more.path("build-number").asInt()).isEqualTo(1);
        assertThat(more.path("initiator").asText()).isEqualTo("root");
        assertThat(more.path("timeout-in-minutes").asInt()).isEqualTo(60);
        assertThat(more.path("build-start-time").asText()).matches(TIME);
        assertThat(more.path("artifact").path("location").asText()).isEqualTo("arn:aws:s3:::artifacts/a.zip");
        assertThat(more.path("artifact").path("sha256sum").asText())
                .isEqualTo(build.artifacts().sha256sum());
        assertThat(more.path("environment"))
                .hasToString("{\"image\":\"aws/codebuild/standard:7.0\",\"privileged-mode\":false,"
                        + "\"compute-type\":\"BUILD_GENERAL1_SMALL\",\"type\":\"LINUX_CONTAINER\","
                        + "\"environment-variables\":[]}");
        assertThat(more.path("source")).hasToString("{\"type\":\"NO_SOURCE\"}");
        assertThat(more.path("logs").path("group-name").asText()).isEqualTo("/aws/codebuild/demo");
        assertThat(more.path("logs").path("deep-link").asText())
                .endsWith("#logEvent:group=/aws/codebuild/demo;stream="
                        + build.logs().streamName());
        JsonNode first = more.path("phases").path(0);
        assertThat(first.path("phase-type").asText()).isEqualTo("SUBMITTED");
        assertThat(first.path("phase-status").asText()).isEqualTo("SUCCEEDED");
        assertThat(first.path("phase-context")).isEmpty();
        assertThat(first.path("end-time").asText()).matches(TIME);
        JsonNode last = more.path("phases").path(more.path("phases").size() - 1);
        assertThat(last.fieldNames()).toIterable().containsExactly("start-time", "phase-type");
    }

    @Test
    void tellsWhyAPhaseFailed() {
        world.run("{version: 0.2, phases: {build: {commands: [exit 3]}}}");

        JsonNode phases =
                event("FAILED").path("detail").path("additional-information").path("phases");

        assertThat(phases)
                .filteredOn(phase -> phase.path("phase-type").asText().equals("BUILD"))
                .singleElement()
                .satisfies(phase -> assertThat(phase.path("phase-context"))
                        .hasToString("[\"COMMAND_EXECUTION_ERROR: Error while executing command: exit 3. Reason: exit"
                                + " status 3\"]"));
    }

    @Test
    void tellsThatABuildWasStopped() {
        world.codebuild.createProject(
                CodeBuildWorld.project("demo", "{version: 0.2, phases: {build: {commands: [sleep 100]}}}")
                        .build());
        String id =
                world.codebuild.startBuild(r -> r.projectName("demo")).build().id();

        world.codebuild.stopBuild(r -> r.id(id));

        world.ended(id);
        assertThat(event("STOPPED")
                        .path("detail")
                        .path("additional-information")
                        .path("build-complete")
                        .asBoolean())
                .isTrue();
    }
}
