package io.mlops.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import io.mlops.deploy.report.StepLog;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.model.EndpointConfigSummary;
import software.amazon.awssdk.services.sagemaker.model.EndpointSummary;
import software.amazon.awssdk.services.sagemaker.model.ModelSummary;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariant;
import software.amazon.awssdk.services.sagemaker.model.Tag;

/** The reaper against the emulator: it deletes what has expired and has our tags, and nothing else. */
@Timeout(120)
class ReapHandlerTest {
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final String PAST = "2026-11-25T11:59:59Z";
    private static final String FUTURE = "2026-11-25T12:00:01Z";

    @TempDir
    private Path directory;

    private LocalWorld world;

    @BeforeEach
    void start() {
        world = new LocalWorld(directory);
        world.register("one");
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void deletesWhatHasExpiredAndHasOurTags() {
        make("fraud-test-expired", true, "fraud", PAST);
        make("fraud-test-running", true, "fraud", FUTURE);
        make("fraud-test-theirs", true, "another", PAST);
        make("fraud-test-untagged", true, "fraud", "");
        make("fraud-test-odd", false, "fraud", "tomorrow");
        make("fraud-test-left", false, "fraud", PAST);
        make("fraud", false, "fraud", PAST);

        assertThat(reap()).contains("endpoint fraud-test-expired").contains("model fraud-test-left");
        LocalWorld.await(this::endpoints, names -> names.size() == 3);
        reap();

        assertThat(endpoints())
                .containsExactlyInAnyOrder("fraud-test-running", "fraud-test-theirs", "fraud-test-untagged");
        List<String> kept =
                List.of("fraud", "fraud-test-odd", "fraud-test-running", "fraud-test-theirs", "fraud-test-untagged");
        assertThat(world.sageMaker.listEndpointConfigs(r -> {}).endpointConfigs())
                .extracting(EndpointConfigSummary::endpointConfigName)
                .containsExactlyInAnyOrderElementsOf(kept);
        assertThat(world.sageMaker.listModels(r -> {}).models())
                .extracting(ModelSummary::modelName)
                .containsExactlyInAnyOrderElementsOf(kept);
        assertThat(reap()).isEqualTo("nothing had expired");
    }

    @Test
    void namesTheVariableThatItLacks() {
        assertThatThrownBy(() -> handler(Map.of()).handleRequest(new ScheduledEvent(), Pipeline.context(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("MLOPS_PIPELINE");
    }

    private List<String> endpoints() {
        return world.sageMaker.listEndpoints(r -> {}).endpoints().stream()
                .map(EndpointSummary::endpointName)
                .toList();
    }

    private String reap() {
        return handler(Map.of("MLOPS_PIPELINE", "fraud", "MLOPS_TEST_ENDPOINT_PREFIX", "fraud-test"))
                .handleRequest(new ScheduledEvent(), Pipeline.context(1));
    }

    private ReapHandler handler(Map<String, String> environment) {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        PrintStream out = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return new ReapHandler(world.sageMaker, environment, clock, new StepLog(out, clock, ""));
    }

    private void make(String name, boolean endpoint, String pipeline, String expires) {
        Tag owner = Tag.builder().key("mlops:pipeline").value(pipeline).build();
        List<Tag> tags = expires.isEmpty()
                ? List.of(owner)
                : List.of(
                        owner, Tag.builder().key("mlops:expires").value(expires).build());
        world.sageMaker.createModel(r -> r.modelName(name)
                .executionRoleArn("arn:aws:iam::123456789012:role/mlops/fraud/serving")
                .primaryContainer(c -> c.image(LocalWorld.IMAGE).modelDataUrl("s3://artifacts/models/one.tar.gz"))
                .tags(tags));
        world.sageMaker.createEndpointConfig(r -> r.endpointConfigName(name)
                .productionVariants(ProductionVariant.builder()
                        .variantName("AllTraffic")
                        .modelName(name)
                        .instanceType("ml.m5.large")
                        .initialInstanceCount(1)
                        .build())
                .tags(tags));
        if (endpoint) {
            world.sageMaker.createEndpoint(
                    r -> r.endpointName(name).endpointConfigName(name).tags(tags));
            LocalWorld.await(
                    () -> world.sageMaker.describeEndpoint(r -> r.endpointName(name)),
                    found -> found.endpointStatusAsString().equals("InService"));
        }
    }
}
