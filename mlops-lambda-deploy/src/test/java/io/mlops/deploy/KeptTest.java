package io.mlops.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.contract.DeploySettings.DataCapture;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sagemaker.model.*;

/** What of the live endpoint an update keeps, and what the job's summary says of it. */
class KeptTest {
    private static final DataCapture CAPTURE =
            new DataCapture(20, "s3://captured/fraud", List.of("Input"), List.of(), List.of("application/json"), null);

    private final Pipeline pipeline = new Pipeline();
    private final FakeSageMaker sageMaker = pipeline.sageMaker;

    @BeforeEach
    void deployTheFirst() {
        pipeline.release(6, 2);
        deploy("first");
        sageMaker.variants = List.of(ProductionVariantSummary.builder()
                .variantName("AllTraffic")
                .desiredInstanceCount(5)
                .build());
        sageMaker.updates.clear();
    }

    @Test
    void keepsWhatTheSettingsDoNotChange() {
        pipeline.release(7, 2);
        deploy("second");

        assertThat(sageMaker.updates.get(0).retainAllVariantProperties()).isTrue();
        assertThat(sageMaker.updates.get(0).excludeRetainedVariantProperties()).isEmpty();
        assertThat(pipeline.lastSuccess().executionDetails().summary()).contains("kept: AllTraffic 5 instances");
    }

    @Test
    void takesTheInstanceCountThatTheSettingsChange() {
        pipeline.release(7, 3);
        deploy("second");

        assertThat(excluded()).containsExactly(VariantPropertyType.DESIRED_INSTANCE_COUNT);
        assertThat(pipeline.lastSuccess().executionDetails().summary())
                .contains("changed: AllTraffic InitialInstanceCount 2 -> 3");
    }

    @Test
    void takesTheDataCaptureThatTheSettingsName() {
        pipeline.release(7, 2);
        pipeline.settings(Settings.with(Settings.variant("AllTraffic", "ml.m5.large", 2, null), CAPTURE, null));
        deploy("second");

        assertThat(excluded()).containsExactly(VariantPropertyType.DATA_CAPTURE_CONFIG);
        assertThat(pipeline.lastSuccess().executionDetails().summary())
                .contains("data capture none -> 20 % to s3://captured/fraud");
    }

    @Test
    void refusesToLoseDataCaptureToOtherVariants() {
        sageMaker.capture = DataCaptureConfigSummary.builder()
                .enableCapture(true)
                .destinationS3Uri("s3://captured/live")
                .build();
        pipeline.release(7, 2);
        pipeline.settings(Settings.with(Settings.variant("Other", "ml.m5.large", 2, null), null, null));
        pipeline.invoke("second-1");

        assertThat(pipeline.lastFailure().failureDetails().message())
                .contains("field dataCapture")
                .contains("s3://captured/live")
                .contains("[AllTraffic] to [Other]");
        assertThat(sageMaker.updates).isEmpty();
    }

    @Test
    void keepsNothingWhereTheVariantsAreOthers() {
        pipeline.release(7, 2);
        pipeline.settings(Settings.with(Settings.variant("Other", "ml.m5.large", 2, null), null, null));
        deploy("second");

        assertThat(sageMaker.updates.get(0).retainAllVariantProperties()).isNull();
    }

    @Test
    void keepsTheTagsOfAFailedEndpointThatItReplaces() {
        String arn = "arn:aws:sagemaker:eu-west-1:123456789012:endpoint/fraud-detection";
        sageMaker.put(arn, List.of(Tag.builder().key("cost-center").value("42").build()));
        sageMaker.status = EndpointStatus.FAILED;

        pipeline.release(7, 2);
        pipeline.execution = "execution-2";
        pipeline.invoke("second-1");
        assertThat(sageMaker.endpointExists).isFalse();
        pipeline.goOn("second-2");

        assertThat(sageMaker.tags.getOrDefault(arn, Map.of()))
                .containsEntry("cost-center", "42")
                .containsEntry("mlops:execution", "execution-2")
                .doesNotContainKey("mlops:attempt");
    }

    @Test
    void tagsTheEndpointWithTheExecutionThatItServes() {
        String arn = "arn:aws:sagemaker:eu-west-1:123456789012:endpoint/fraud-detection";
        sageMaker.put(arn, List.of(Tag.builder().key("cost-center").value("42").build()));
        pipeline.release(7, 2);
        pipeline.execution = "execution-2";
        deploy("second");

        assertThat(sageMaker.tags.getOrDefault(arn, Map.of()))
                .containsEntry("cost-center", "42")
                .containsEntry("mlops:execution", "execution-2");
    }

    @Test
    void tellsWhatWasServedBefore() {
        String before = sageMaker.config;
        pipeline.release(7, 2);
        deploy("second");

        assertThat(pipeline.lastSuccess().outputVariables())
                .containsEntry("ModelPackageArn", Pipeline.arn(7))
                .containsEntry("PreviousModelPackageArn", Pipeline.arn(6))
                .containsEntry("PreviousEndpointConfigName", before);
    }

    private List<VariantPropertyType> excluded() {
        return sageMaker.updates.get(0).excludeRetainedVariantProperties().stream()
                .map(VariantProperty::variantPropertyType)
                .toList();
    }

    private void deploy(String job) {
        pipeline.invoke(job + "-1");
        sageMaker.settle();
        pipeline.goOn(job + "-2");
    }
}
