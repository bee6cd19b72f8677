package io.mlops.local.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sagemaker.model.CaptureOption;
import software.amazon.awssdk.services.sagemaker.model.CaptureStatus;
import software.amazon.awssdk.services.sagemaker.model.DesiredWeightAndCapacity;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointResponse;
import software.amazon.awssdk.services.sagemakerruntime.model.ModelErrorException;
import software.amazon.awssdk.services.sagemakerruntime.model.SageMakerRuntimeException;
import software.amazon.awssdk.services.sagemakerruntime.model.ValidationErrorException;

@Timeout(60)
class InvocationTest {
    @TempDir
    private static Path directory;

    private static SageMakerWorld world;
    private static SageMakerRuntimeClient runtime;

    @BeforeAll
    static void start() {
        world = new SageMakerWorld(directory);
        runtime = world.runtime;
        world.config("one", world.model("m1"), Map.of());
        world.config("two", world.model("m2"), Map.of());
        world.sagemaker.createEndpointConfig(r -> r.endpointConfigName("both")
                .productionVariants(
                        SageMakerWorld.variant("A", "one"),
                        SageMakerWorld.variant("B", "two").toBuilder()
                                .initialVariantWeight(0f)
                                .build()));
        world.sagemaker.createEndpoint(r -> r.endpointName("fraud").endpointConfigName("both"));
        assertThat(world.settled("fraud").endpointStatus()).isEqualTo(EndpointStatus.IN_SERVICE);
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    void passesHeadersBothWays() {
        InvokeEndpointResponse answer = runtime.invokeEndpoint(r -> r.endpointName("fraud")
                .contentType("text/csv")
                .customAttributes("trace=7")
                .inferenceId("i-1")
                .body(SdkBytes.fromUtf8String("1,2")));

        assertThat(answer.body().asUtf8String()).isEqualTo("m1 text/csv */* 1,2");
        assertThat(answer.contentType()).isEqualTo("text/csv");
        assertThat(answer.invokedProductionVariant()).isEqualTo("A");
        assertThat(answer.customAttributes()).isEqualTo("saw trace=7");
    }

    @Test
    void goesToTheVariantThatIsAskedForOrHasTheWeight() {
        assertThat(runtime.invokeEndpoint(
                                r -> r.endpointName("fraud").targetVariant("B").body(SdkBytes.fromUtf8String("x")))
                        .invokedProductionVariant())
                .isEqualTo("B");
        assertThatThrownBy(() -> runtime.invokeEndpoint(
                        r -> r.endpointName("fraud").targetVariant("C").body(SdkBytes.fromUtf8String("x"))))
                .isInstanceOf(ValidationErrorException.class)
                .hasMessageContaining("Variant C not found for Request");

        world.sagemaker.updateEndpointWeightsAndCapacities(
                r -> r.endpointName("fraud").desiredWeightsAndCapacities(weight("A", 0f), weight("B", 1f)));
        world.settled("fraud");
        assertThat(world.invoke("fraud", "x")).startsWith("m2");
        world.sagemaker.updateEndpointWeightsAndCapacities(
                r -> r.endpointName("fraud").desiredWeightsAndCapacities(weight("A", 1f), weight("B", 0f)));
        world.settled("fraud");
        assertThat(world.invoke("fraud", "x")).startsWith("m1");
    }

    private static DesiredWeightAndCapacity weight(String variant, float weight) {
        return DesiredWeightAndCapacity.builder()
                .variantName(variant)
                .desiredWeight(weight)
                .build();
    }

    private static String captured(String prefix) {
        List<S3Object> files = SageMakerWorld.await(
                () -> world.s3
                        .listObjectsV2(r -> r.bucket("data").prefix(prefix))
                        .contents(),
                found -> !found.isEmpty());
        assertThat(files.get(0).key())
                .matches(prefix + "AllTraffic/\\d{4}/\\d\\d/\\d\\d/\\d\\d/\\d\\d-\\d\\d-\\d{3}-[0-9a-f-]{36}\\.jsonl");
        return world.s3
                .getObjectAsBytes(r -> r.bucket("data").key(files.get(0).key()))
                .asUtf8String();
    }

    @Test
    void capturesRequestsAndAnswersInS3() {
        world.sagemaker.createEndpointConfig(r -> r.endpointConfigName("captured")
                .productionVariants(SageMakerWorld.variant("AllTraffic", "one"))
                .dataCaptureConfig(d -> d.enableCapture(true)
                        .initialSamplingPercentage(100)
                        .destinationS3Uri("s3://data/capture")
                        .captureOptions(
                                CaptureOption.builder().captureMode("Input").build(),
                                CaptureOption.builder().captureMode("Output").build())
                        .captureContentTypeHeader(t -> t.csvContentTypes("text/csv"))));
        world.sagemaker.createEndpoint(r -> r.endpointName("seen").endpointConfigName("captured"));
        assertThat(world.settled("seen").dataCaptureConfig().captureStatus()).isEqualTo(CaptureStatus.STARTED);

        runtime.invokeEndpoint(r -> r.endpointName("seen")
                .contentType("text/csv")
                .inferenceId("i-1")
                .body(SdkBytes.fromUtf8String("1,2")));
        runtime.invokeEndpoint(
                r -> r.endpointName("seen").contentType("image/png").body(SdkBytes.fromUtf8String("x")));

        assertThat(captured("capture/seen/"))
                .startsWith(
                        "{\"captureData\":{\"endpointInput\":{\"observedContentType\":\"text/csv\",\"mode\":\"INPUT\","
                                + "\"data\":\"1,2\",\"encoding\":\"CSV\"},\"endpointOutput\":{\"observedContentType\":\"text/csv\","
                                + "\"mode\":\"OUTPUT\",\"data\":\"m1 text/csv */* 1,2\",\"encoding\":\"CSV\"}},\"eventMetadata\":"
                                + "{\"eventId\":\"")
                .contains("\"inferenceId\":\"i-1\",\"inferenceTime\":\"")
                .contains("Z\"},\"eventVersion\":\"0\"}\n{")
                .contains("\"observedContentType\":\"image/png\",\"mode\":\"INPUT\",\"data\":\"eA==\","
                        + "\"encoding\":\"BASE64\"");
        world.sagemaker.deleteEndpoint(r -> r.endpointName("seen"));
    }

    @Test
    void wrapsTheModelsErrors() {
        assertThatThrownBy(() -> world.invoke("fraud", "status 400"))
                .isInstanceOfSatisfying(ModelErrorException.class, error -> {
                    assertThat(error.statusCode()).isEqualTo(424);
                    assertThat(error.originalStatusCode()).isEqualTo(400);
                    assertThat(error.originalMessage()).isEqualTo("no: status 400");
                    assertThat(error.logStreamArn())
                            .isEqualTo("arn:aws:logs:eu-west-1:123456789012:log-group:/aws/sagemaker/Endpoints/fraud");
                })
                .hasMessageContaining("Received client error (400) from primary with message \"no: status 400\"");
        assertThatThrownBy(() -> world.invoke("fraud", "status 500"))
                .isInstanceOf(ModelErrorException.class)
                .hasMessageContaining("Received server error (500) from primary");
    }

    @Test
    void refusesAnUnknownEndpointAndALargeBody() {
        assertThatThrownBy(() -> world.invoke("none", "x"))
                .isInstanceOf(ValidationErrorException.class)
                .hasMessageContaining("Endpoint none of account 123456789012 not found.");
        assertThatThrownBy(() -> world.invoke("fraud", "x".repeat(6 * 1024 * 1024 + 1)))
                .isInstanceOfSatisfying(
                        SageMakerRuntimeException.class,
                        error -> assertThat(error.statusCode()).isEqualTo(413));
    }
}
