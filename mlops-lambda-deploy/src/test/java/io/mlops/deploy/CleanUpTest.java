package io.mlops.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sagemaker.model.CreateEndpointConfigRequest;

/** What is deleted after a success, and what never is. */
class CleanUpTest {
    private final Pipeline pipeline = new Pipeline();
    private final FakeSageMaker sageMaker = pipeline.sageMaker;

    @Test
    void keepsTheLastThreeToRollBackTo() {
        List<String> served = deploy(1, 6, 3);

        assertThat(sageMaker.configs.keySet()).containsExactlyElementsOf(served.subList(2, 6));
        assertThat(sageMaker.models.keySet()).containsExactlyElementsOf(served.subList(2, 6));
        assertThat(pipeline.lastSuccess().executionDetails().summary())
                .contains("deleted old configs: " + served.get(1));
    }

    @Test
    void keepsNoneWhereTheSettingsSaySo() {
        List<String> served = deploy(1, 3, 0);

        assertThat(sageMaker.configs.keySet()).containsExactly(served.get(2));
        assertThat(sageMaker.models.keySet()).containsExactly(served.get(2));
    }

    @Test
    void deletesAConfigsAlarmsWithIt() {
        pipeline.settings(Settings.with(Settings.CANARY));
        deploy(1, 1, 0);
        pipeline.release(2, 1);
        pipeline.settings(Settings.with(Settings.CANARY));
        pipeline.invoke("alarmed-1");
        sageMaker.settle();
        pipeline.goOn("alarmed-2");
        assertThat(pipeline.cloudWatch.alarms).hasSize(1);

        deploy(3, 3, 0);

        assertThat(pipeline.cloudWatch.alarms).isEmpty();
    }

    @Test
    void leavesWhatItDidNotMake() {
        String theirs = "fraud-detection-v1-0123456789";
        sageMaker.createEndpointConfig(
                CreateEndpointConfigRequest.builder().endpointConfigName(theirs).build());

        deploy(1, 3, 0);

        assertThat(sageMaker.configs).containsKey(theirs);
    }

    @Test
    void leavesWhatItMadeForAnotherEndpoint() {
        String another = "fraud-detection-v1-0123456789";
        sageMaker.createEndpointConfig(CreateEndpointConfigRequest.builder()
                .endpointConfigName(another)
                .tags(
                        software.amazon.awssdk.services.sagemaker.model.Tag.builder()
                                .key("mlops:endpoint")
                                .value("fraud-detection-2")
                                .build(),
                        software.amazon.awssdk.services.sagemaker.model.Tag.builder()
                                .key("mlops:stage")
                                .value("production")
                                .build())
                .build());

        deploy(1, 3, 0);

        assertThat(sageMaker.configs).containsKey(another);
    }

    @Test
    void deletesAModelThatNeverGotItsConfig() {
        deploy(1, 1, 0);
        sageMaker.configs.remove(sageMaker.config);

        deploy(2, 2, 0);

        assertThat(sageMaker.models.keySet()).containsExactly(sageMaker.config);
    }

    @Test
    void succeedsThoughItMayNotDelete() {
        deploy(1, 1, 0);
        sageMaker.refusals.put(
                "ListEndpointConfigs", FakeRegistry.error("AccessDeniedException", 400, "not authorized"));

        deploy(2, 2, 0);

        assertThat(pipeline.codePipeline.failures).isEmpty();
        assertThat(pipeline.lastSuccess().executionDetails().summary())
                .contains("old configs stay until the next deployment: not authorized");
    }

    @Test
    void leavesTheConfigsThatAreYoungerThanTheServedOne() {
        List<String> served = deploy(1, 3, 3);

        pipeline.release(1, 1);
        pipeline.settings(Settings.with(null, false, null, false, 0));
        pipeline.invoke("back-1");
        sageMaker.settle();
        pipeline.goOn("back-2");

        assertThat(sageMaker.config).isEqualTo(served.get(0));
        assertThat(sageMaker.configs.keySet()).containsExactlyElementsOf(served);
        assertThat(pipeline.lastSuccess().outputVariables())
                .containsAllEntriesOf(
                        Map.of("ModelPackageArn", Pipeline.arn(1), "PreviousModelPackageArn", Pipeline.arn(3)));
    }

    private List<String> deploy(int first, int last, int kept) {
        List<String> served = new ArrayList<>();
        for (int version = first; version <= last; version++) {
            pipeline.release(version, 1);
            pipeline.settings(Settings.with(null, false, null, false, kept));
            pipeline.invoke("v" + version + "-1");
            sageMaker.settle();
            pipeline.goOn("v" + version + "-2");
            served.add(sageMaker.config);
        }
        return served;
    }
}
