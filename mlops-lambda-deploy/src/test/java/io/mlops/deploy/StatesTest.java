package io.mlops.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import software.amazon.awssdk.services.sagemaker.model.CreateEndpointConfigRequest;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariant;

/** The rows of docs/deploy.md's table that the emulator does not come into, or does not stay in. */
class StatesTest {
    private final Pipeline pipeline = new Pipeline();
    private final FakeSageMaker sageMaker = pipeline.sageMaker;

    @ParameterizedTest
    @EnumSource(
            mode = Mode.INCLUDE,
            names = {"CREATING", "UPDATING", "SYSTEM_UPDATING", "ROLLING_BACK", "DELETING", "UNKNOWN_TO_SDK_VERSION"})
    void waitsForWhatIsUnderWay(EndpointStatus status) {
        sageMaker.serves("old");
        sageMaker.status = status;

        pipeline.invoke("job-1");

        assertThat(pipeline.lastSuccess().executionDetails().percentComplete()).isEqualTo(10);
        assertThat(pipeline.lastSuccess().continuationToken()).contains("WAITING");
        assertThat(sageMaker.calls).doesNotContain("UpdateEndpoint", "DeleteEndpoint", "CreateEndpoint");
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.INCLUDE,
            names = {"CREATING", "UPDATING", "SYSTEM_UPDATING", "ROLLING_BACK", "DELETING", "UNKNOWN_TO_SDK_VERSION"})
    void waitsForItsOwnChange(EndpointStatus status) {
        sageMaker.serves("old");
        pipeline.invoke("job-1");
        sageMaker.status = status;

        pipeline.goOn("job-2");

        assertThat(pipeline.lastSuccess().continuationToken()).contains("CHANGING");
        assertThat(pipeline.lastSuccess().executionDetails().percentComplete())
                .isEqualTo(status == EndpointStatus.ROLLING_BACK ? 80 : 50);
        assertThat(sageMaker.calls).containsOnlyOnce("UpdateEndpoint");
    }

    @Test
    void updatesAnEndpointThatIsOutOfService() {
        sageMaker.serves("old");
        sageMaker.status = EndpointStatus.OUT_OF_SERVICE;

        pipeline.invoke("job-1");

        assertThat(sageMaker.calls).contains("UpdateEndpoint");
    }

    @Test
    void failsWhereItsChangeEndedOutOfService() {
        sageMaker.serves("old");
        pipeline.invoke("job-1");
        sageMaker.status = EndpointStatus.OUT_OF_SERVICE;
        pipeline.goOn("job-2");

        assertThat(pipeline.lastFailure().failureDetails().message()).contains("is OutOfService");
    }

    @Test
    void saysWhatToDoWhereItsUpdateAndTheRollbackFailed() {
        sageMaker.serves("old");
        pipeline.invoke("job-1");
        sageMaker.status = EndpointStatus.UPDATE_ROLLBACK_FAILED;
        pipeline.goOn("job-2");

        assertThat(pipeline.lastFailure().failureDetails().message())
                .contains("the update and its rollback both failed")
                .contains("delete the endpoint, then retry the stage");
    }

    @Test
    void tellsSomebodyElsesDeploymentFromARollback() {
        sageMaker.serves("old");
        pipeline.invoke("job-1");
        sageMaker.pending = "theirs";
        sageMaker.settle();
        pipeline.goOn("job-2");

        assertThat(pipeline.lastFailure().failureDetails().message())
                .contains("it serves theirs")
                .contains("somebody else has deployed to it meanwhile")
                .doesNotContain("rolled back");
    }

    @Test
    void waitsForAChangeThatSomebodyElseBeganAMomentAgo() {
        sageMaker.serves("old");
        pipeline.invoke("job-1");
        sageMaker.rollBack("5xx");
        pipeline.goOn("job-2");
        // Between this attempt's look and its update another one began.
        sageMaker.refusals.put("UpdateEndpoint", FakeRegistry.invalid("Cannot update in-progress endpoint \"arn\"."));
        sageMaker.onRefusal = () -> {
            sageMaker.status = EndpointStatus.UPDATING;
            sageMaker.pending = "theirs";
        };

        pipeline.invoke("job-3");
        assertThat(pipeline.lastSuccess().executionDetails().summary()).contains("changed to theirs by somebody else");
        sageMaker.settle();
        pipeline.goOn("job-4");

        assertThat(sageMaker.pending).startsWith("fraud-detection-v7-");
    }

    @Test
    void refusesAConfigOfItsNameThatServesAnotherModel() {
        pipeline.invoke("job-1");
        String name = sageMaker.config;
        Pipeline another = new Pipeline();
        another.sageMaker.createEndpointConfig(CreateEndpointConfigRequest.builder()
                .endpointConfigName(name)
                .productionVariants(ProductionVariant.builder()
                        .variantName("AllTraffic")
                        .modelName("another")
                        .build())
                .build());

        another.invoke("job-1");

        assertThat(another.onlyFailure().failureDetails().message())
                .contains("endpoint config " + name + " exists and serves another model");
    }

    @Test
    void updatesThoughTheLiveConfigWasDeleted() {
        sageMaker.serves("deleted");

        pipeline.invoke("job-1");

        assertThat(sageMaker.updates.get(0).retainAllVariantProperties()).isTrue();
    }

    @Test
    void looksAgainWhenItWasHeldUpBetweenLookAndUpdate() {
        sageMaker.serves("old");
        sageMaker.onTags = () -> pipeline.now = pipeline.now.plusSeconds(60);

        pipeline.invoke("job-1");
        assertThat(sageMaker.updates).isEmpty();
        assertThat(pipeline.lastSuccess().executionDetails().summary()).contains("held up for more than 45 seconds");
        sageMaker.onTags = () -> {};
        pipeline.goOn("job-2");

        assertThat(sageMaker.updates).hasSize(1);
    }
}
