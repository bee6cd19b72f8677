package io.mlops.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.contract.ContractJson;
import io.mlops.contract.PackageMetadata;
import io.mlops.contract.TestResults;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sagemaker.model.DeployedImage;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariantSummary;

/** Image and model data are those that were tested, or nothing is deployed. */
class TestedBytesTest {
    private static final String IMAGE = "sha256:" + "a".repeat(64);
    private static final String OTHER = "sha256:" + "b".repeat(64);

    private final Pipeline pipeline = new Pipeline();
    private final FakeSageMaker sageMaker = pipeline.sageMaker;

    @Test
    void deploysWhatWasTested() {
        tested(IMAGE, "etag:0123");
        sageMaker.metadata.put(PackageMetadata.IMAGE_DIGEST, IMAGE);
        sageMaker.metadata.put(PackageMetadata.MODEL_DATA_DIGEST, "etag:0123");
        serving(IMAGE);

        pipeline.invoke("job-1");
        sageMaker.settle();
        pipeline.goOn("job-2");

        assertThat(pipeline.codePipeline.failures).isEmpty();
    }

    @Test
    void refusesAnImageThatTheRegistryDoesNotKnowForTested() {
        tested(IMAGE, null);
        sageMaker.metadata.put(PackageMetadata.IMAGE_DIGEST, OTHER);

        assertRefused("mlops:tested-image-digest");
    }

    @Test
    void refusesAnArtifactThatLeavesTheDigestsOut() {
        sageMaker.metadata.put(PackageMetadata.IMAGE_DIGEST, IMAGE);

        assertRefused("got " + IMAGE + "; accepted is none");
    }

    @Test
    void refusesAPackageThatLostItsDigests() {
        tested(IMAGE, null);

        assertRefused("got none; accepted is " + IMAGE);
    }

    @Test
    void refusesModelDataThatWasOverwritten() {
        tested(null, "etag:0123");
        sageMaker.metadata.put(PackageMetadata.MODEL_DATA_DIGEST, "etag:0123");
        pipeline.s3.eTag = "4567";

        assertRefused("the object was overwritten");
    }

    @Test
    void failsWhereTheEndpointPulledAnotherImage() {
        tested(IMAGE, null);
        sageMaker.metadata.put(PackageMetadata.IMAGE_DIGEST, IMAGE);
        serving(OTHER);

        pipeline.invoke("job-1");
        sageMaker.settle();
        pipeline.goOn("job-2");

        assertThat(pipeline.lastFailure().failureDetails().message())
                .contains("image of the endpoint fraud-detection: got " + OTHER);
    }

    private void tested(@Nullable String image, @Nullable String data) {
        pipeline.testOutput.put(
                "test_results.json",
                ContractJson.write(new TestResults(
                        TestResults.SCHEMA,
                        TestResults.Status.PASSED,
                        Pipeline.arn(7),
                        "execution-1",
                        "2026-11-23T11:59:00Z",
                        100,
                        Map.of(),
                        List.of(),
                        "passed",
                        image,
                        data)));
    }

    private void serving(String digest) {
        sageMaker.variants = List.of(ProductionVariantSummary.builder()
                .variantName("AllTraffic")
                .deployedImages(DeployedImage.builder()
                        .specifiedImage("image:1")
                        .resolvedImage("image@" + digest)
                        .build())
                .build());
    }

    private void assertRefused(String why) {
        pipeline.invoke("job-1");
        assertThat(pipeline.onlyFailure().failureDetails().message())
                .contains(why)
                .contains("run the Test stage again");
        assertThat(sageMaker.calls).isEmpty();
    }
}
