package io.mlops.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.contract.TestResults;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.codepipeline.model.FailureType;
import software.amazon.awssdk.services.sagemaker.model.ContainerDefinition;
import software.amazon.awssdk.services.sagemaker.model.CreateEndpointConfigRequest;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;
import software.amazon.awssdk.services.sagemaker.model.ModelApprovalStatus;
import software.amazon.awssdk.services.sagemaker.model.ModelPackageStatus;

class DeployHandlerTest {
    private final Pipeline pipeline = new Pipeline();
    private final FakeSageMaker sageMaker = pipeline.sageMaker;

    @Test
    void createsTheEndpointAndSucceedsWhenItIsInService() {
        pipeline.invoke("job-1");
        assertThat(pipeline.lastSuccess().continuationToken()).isNotEmpty();
        assertThat(pipeline.lastSuccess().outputVariables()).isEmpty();

        pipeline.goOn("job-2");
        sageMaker.settle();
        pipeline.goOn("job-3");

        assertThat(sageMaker.calls).containsExactly("CreateModel", "CreateEndpointConfig", "CreateEndpoint");
        assertThat(pipeline.lastSuccess().continuationToken()).isNull();
        assertThat(pipeline.lastSuccess().executionDetails().percentComplete()).isEqualTo(100);
        assertThat(pipeline.lastSuccess().outputVariables())
                .containsEntry("EndpointName", "fraud-detection")
                .containsEntry("EndpointArn", "arn:aws:sagemaker:eu-west-1:123456789012:endpoint/fraud-detection")
                .containsEntry("EndpointConfigName", sageMaker.config)
                .containsEntry("ModelPackageArn", Pipeline.arn(7));
        assertThat(pipeline.codePipeline.successes).hasSize(3);
        assertThat(pipeline.codePipeline.failures).isEmpty();
    }

    @Test
    void servesTheTestedPackageByNameWithTheSettingsAndTags() {
        pipeline.invoke("job-1");

        CreateEndpointConfigRequest config = sageMaker.endpointConfig(sageMaker.config);
        assertThat(config.endpointConfigName()).matches("fraud-detection-v7-[0-9a-f]{10}");
        assertThat(config.productionVariants().get(0).instanceTypeAsString()).isEqualTo("ml.m5.large");
        assertThat(config.productionVariants().get(0).initialInstanceCount()).isEqualTo(1);
        assertThat(sageMaker
                        .model(config.productionVariants().get(0).modelName())
                        .containers()
                        .get(0)
                        .modelPackageName())
                .isEqualTo(Pipeline.arn(7));
        assertThat(sageMaker.tagsOfConfig(sageMaker.config))
                .containsEntry("mlops:pipeline", "fraud")
                .containsEntry("mlops:stage", "production")
                .containsEntry("mlops:execution", "execution-1");
    }

    @Test
    void updatesAnEndpointThatServesAnotherConfig() {
        sageMaker.serves("fraud-detection-v6-0123456789");

        pipeline.invoke("job-1");
        assertThat(sageMaker.status).isEqualTo(EndpointStatus.UPDATING);
        sageMaker.settle();
        pipeline.goOn("job-2");

        assertThat(sageMaker.calls).endsWith("UpdateEndpoint");
        assertThat(pipeline.lastSuccess().outputVariables()).containsEntry("EndpointConfigName", sageMaker.config);
    }

    @Test
    void changesNothingWhenThePackageIsServedAlready() {
        deploy("job-1", "job-2");
        sageMaker.calls.clear();

        pipeline.execution = "execution-2";
        pipeline.invoke("job-3");

        assertThat(sageMaker.calls).isEmpty();
        assertThat(pipeline.lastSuccess().outputVariables()).containsKey("EndpointArn");
    }

    @Test
    void makesAnotherConfigWhenTheSettingsChange() {
        deploy("job-1", "job-2");
        String before = sageMaker.config;

        pipeline.release(7, 2);
        pipeline.invoke("job-3");

        assertThat(sageMaker.pending).isNotEqualTo(before).startsWith("fraud-detection-v7-");
    }

    @Test
    void deploysAnOlderApprovedPackageAgain() {
        deploy("job-1", "job-2");
        String older = sageMaker.config;
        pipeline.release(8, 1);
        pipeline.execution = "execution-2";
        deploy("job-3", "job-4");

        pipeline.release(7, 1);
        pipeline.execution = "execution-3";
        deploy("job-5", "job-6");

        assertThat(sageMaker.config).isEqualTo(older);
        assertThat(sageMaker.configs).hasSize(2);
        assertThat(pipeline.codePipeline.failures).isEmpty();
    }

    @Test
    void answersADuplicateInvocationOnceAndStartsNothingTwice() {
        sageMaker.serves("old");

        pipeline.invoke("job-1");
        pipeline.invoke("job-1");
        pipeline.goOn("job-2");
        sageMaker.settle();
        pipeline.goOn("job-3");
        pipeline.invoke("job-1");

        assertThat(sageMaker.calls).containsExactly("CreateModel", "CreateEndpointConfig", "UpdateEndpoint");
        assertThat(pipeline.codePipeline.successes).hasSize(3);
        assertThat(pipeline.codePipeline.failures).isEmpty();
    }

    @Test
    void reportsARollbackWithSageMakersReason() {
        sageMaker.serves("old");
        pipeline.invoke("job-1");

        sageMaker.rollBack("The alarm fraud-5xx went off");
        pipeline.goOn("job-2");

        assertThat(pipeline.lastFailure().failureDetails().type()).isEqualTo(FailureType.JOB_FAILED);
        assertThat(pipeline.lastFailure().failureDetails().message())
                .contains("rolled back")
                .contains("The alarm fraud-5xx went off")
                .contains("old");
    }

    @Test
    void neverStartsARolledBackUpdateAgainInTheSameAttempt() {
        sageMaker.serves("old");
        pipeline.invoke("job-1");
        sageMaker.rollBack("5xx");

        // A duplicate of the first invocation, after the rollback.
        pipeline.invoke("job-1");

        assertThat(sageMaker.calls).containsOnlyOnce("UpdateEndpoint");
        assertThat(sageMaker.status).isEqualTo(EndpointStatus.IN_SERVICE);
    }

    @Test
    void updatesAgainWhenTheStageIsRetriedAfterARollback() {
        sageMaker.serves("old");
        pipeline.invoke("job-1");
        sageMaker.rollBack("5xx");
        pipeline.goOn("job-2");

        pipeline.invoke("job-3");

        assertThat(sageMaker.status).isEqualTo(EndpointStatus.UPDATING);
    }

    @Test
    void waitsForAChangeOfSomebodyElse() {
        sageMaker.serves("old");
        sageMaker.status = EndpointStatus.UPDATING;
        sageMaker.pending = "theirs";

        pipeline.invoke("job-1");
        assertThat(sageMaker.calls).doesNotContain("UpdateEndpoint");
        sageMaker.settle();
        pipeline.goOn("job-2");
        sageMaker.settle();
        pipeline.goOn("job-3");

        assertThat(pipeline.lastSuccess().outputVariables()).containsEntry("EndpointConfigName", sageMaker.config);
        assertThat(sageMaker.config).startsWith("fraud-detection-v7-");
    }

    @Test
    void triesAgainWhenSageMakerDoesNotYetKnowTheNewConfig() {
        sageMaker.serves("old");
        sageMaker.refusal = "Could not find endpoint configuration \"arn:…\".";

        pipeline.invoke("job-1");
        pipeline.goOn("job-2");
        sageMaker.settle();
        pipeline.goOn("job-3");

        assertThat(pipeline.lastSuccess().outputVariables()).isNotEmpty();
        assertThat(sageMaker.calls).containsOnlyOnce("UpdateEndpoint");
    }

    @Test
    void takesAnUpdateThatItsDuplicateStartedForItsOwn() {
        sageMaker.serves("old");
        sageMaker.refusal = "Cannot update in-progress endpoint \"arn:…\".";

        pipeline.invoke("job-1");
        sageMaker.rollBack("5xx");
        pipeline.goOn("job-2");

        assertThat(sageMaker.calls).doesNotContain("UpdateEndpoint");
        assertThat(pipeline.lastFailure().failureDetails().message()).contains("5xx");
    }

    @Test
    void stopsTryingWhenTheConfigStaysUnknown() {
        sageMaker.serves("old");
        sageMaker.refusal = "Could not find endpoint configuration \"arn:…\".";
        pipeline.invoke("job-0");

        for (int i = 1; pipeline.codePipeline.failures.isEmpty(); i++) {
            sageMaker.refusal = "Could not find endpoint configuration \"arn:…\".";
            pipeline.goOn("job-" + i);
        }

        assertThat(pipeline.codePipeline.successes).hasSize(10);
        assertThat(pipeline.lastFailure().failureDetails().type()).isEqualTo(FailureType.CONFIGURATION_ERROR);
    }

    @Test
    void replacesAFailedEndpoint() {
        sageMaker.serves("old");
        sageMaker.status = EndpointStatus.FAILED;

        pipeline.invoke("job-1");
        pipeline.goOn("job-2");
        sageMaker.settle();
        pipeline.goOn("job-3");

        assertThat(sageMaker.calls)
                .containsExactly("CreateModel", "CreateEndpointConfig", "DeleteEndpoint", "CreateEndpoint");
        assertThat(pipeline.lastSuccess().outputVariables()).isNotEmpty();
    }

    @Test
    void reportsAnEndpointThatFailsToStartAndLeavesItAlone() {
        pipeline.invoke("job-1");

        sageMaker.status = EndpointStatus.FAILED;
        sageMaker.failureReason =
                "The primary container for production variant AllTraffic did not pass the ping health check.";
        pipeline.goOn("job-2");

        assertThat(pipeline.lastFailure().failureDetails().message()).contains("did not pass the ping health check");
        assertThat(sageMaker.calls).doesNotContain("DeleteEndpoint");
    }

    @Test
    void givesUpAfterTheDeadline() {
        pipeline.invoke("job-1");

        pipeline.pass(Duration.ofHours(2));
        pipeline.goOn("job-2");

        assertThat(pipeline.lastFailure().failureDetails().message())
                .contains("120 minutes")
                .contains("Creating");
    }

    @Test
    void refusesAPackageThatIsNotApproved() {
        sageMaker.approval = ModelApprovalStatus.PENDING_MANUAL_APPROVAL;

        pipeline.invoke("job-1");

        assertThat(pipeline.onlyFailure().failureDetails().message())
                .contains("PendingManualApproval")
                .contains("approve it");
        assertThat(sageMaker.calls).isEmpty();
    }

    @Test
    void refusesAPackageThatIsNotCompleted() {
        sageMaker.packageStatus = ModelPackageStatus.FAILED;

        pipeline.invoke("job-1");

        assertThat(pipeline.onlyFailure().failureDetails().message()).contains("is Failed");
    }

    @Test
    void refusesAModelOfTheSameNameThatHoldsAnotherPackage() {
        pipeline.invoke("job-1");
        String name = sageMaker.config;
        Pipeline another = new Pipeline();
        another.sageMaker.models.put(
                name,
                sageMaker.model(name).toBuilder()
                        .containers(
                                ContainerDefinition.builder().image("evil:1").build())
                        .build());

        another.invoke("job-1");

        assertThat(another.onlyFailure().failureDetails().message()).contains("serves another model");
    }

    @Test
    void refusesResultsOfAnotherPackage() {
        pipeline.testOutput.put("test_results.json", Pipeline.results(TestResults.Status.PASSED, Pipeline.arn(6)));

        pipeline.invoke("job-1");

        assertThat(pipeline.onlyFailure().failureDetails().message()).contains("fraud-models/6");
        assertThat(sageMaker.calls).isEmpty();
    }

    @Test
    void refusesAPackageThatFailedItsTest() {
        pipeline.testOutput.put("test_results.json", Pipeline.results(TestResults.Status.FAILED, Pipeline.arn(7)));

        pipeline.invoke("job-1");

        assertThat(pipeline.onlyFailure().failureDetails().message()).contains("did not pass its test");
    }

    @Test
    void refusesAPackageOfAnotherAccount() {
        String elsewhere = Pipeline.arn(7).replace("123456789012", "999999999999");
        pipeline.testOutput.put("model_package_arn.txt", elsewhere);
        pipeline.testOutput.put("test_results.json", Pipeline.results(TestResults.Status.PASSED, elsewhere));

        pipeline.invoke("job-1");

        assertThat(pipeline.onlyFailure().failureDetails().type()).isEqualTo(FailureType.CONFIGURATION_ERROR);
        assertThat(pipeline.onlyFailure().failureDetails().message()).contains("account 123456789012");
    }

    @Test
    void namesTheSettingThatIsNotAcceptable() {
        pipeline.release(7, 0);

        pipeline.invoke("job-1");

        assertThat(pipeline.onlyFailure().failureDetails().message())
                .contains("deploy-production.json")
                .contains("variants[0].initialInstanceCount: got 0");
    }

    @Test
    void answersWhateverGoesWrong() {
        pipeline.send("{\"CodePipeline.job\":{\"id\":\"job-1\"}}");

        assertThat(pipeline.onlyFailure().jobId()).isEqualTo("job-1");
        assertThat(pipeline.onlyFailure().failureDetails().type()).isEqualTo(FailureType.CONFIGURATION_ERROR);
        assertThat(pipeline.onlyFailure().failureDetails().message()).contains("UserParameters");
    }

    @Test
    void callsADeniedCallAPermissionError() {
        sageMaker.denied = true;

        pipeline.invoke("job-1");

        assertThat(pipeline.onlyFailure().failureDetails().type()).isEqualTo(FailureType.PERMISSION_ERROR);
        assertThat(pipeline.onlyFailure().failureDetails().message()).contains("sagemaker:DescribeEndpoint");
    }

    @Test
    void callsAnArtifactThatIsGoneAnUnavailableRevision() {
        pipeline.send(pipeline.event("job-1", "").toString());

        assertThat(pipeline.onlyFailure().failureDetails().type()).isEqualTo(FailureType.REVISION_UNAVAILABLE);
        assertThat(pipeline.onlyFailure().failureDetails().message()).contains("s3://artifacts/TestOutput.zip");
    }

    @Test
    void namesTheInputArtifactThatTheActionLacks() {
        pipeline.send(pipeline.event("job-1", "").toString().replace("\"name\":\"TestOutput\"", "\"name\":\"Other\""));

        assertThat(pipeline.onlyFailure().failureDetails().type()).isEqualTo(FailureType.CONFIGURATION_ERROR);
        assertThat(pipeline.onlyFailure().failureDetails().message())
                .contains("Other")
                .contains("TestOutput");
    }

    @Test
    void refusesATokenThatIsNotItsOwn() {
        pipeline.invoke("job-1", "{\"schema\":\"somebody-else/1\"}");

        assertThat(pipeline.onlyFailure().failureDetails().message()).contains("continuation token");
    }

    @Test
    void keepsSecretsOutOfTheToken() {
        pipeline.invoke("job-1");

        assertThat(pipeline.lastSuccess().continuationToken())
                .hasSizeLessThan(300)
                .doesNotContain(Pipeline.SECRET);
    }

    static Stream<RuntimeException> failuresThatPass() {
        return Stream.of(
                FakeSageMaker.error("ThrottlingException", 400, "Rate exceeded"),
                FakeSageMaker.error("InternalFailure", 500, "try later"),
                SdkClientException.create("connection reset"));
    }

    @ParameterizedTest
    @MethodSource("failuresThatPass")
    void goesOnAfterAFailureThatPasses(RuntimeException failure) {
        sageMaker.serves("old");
        pipeline.invoke("job-1");
        String token = pipeline.lastSuccess().continuationToken();
        sageMaker.refusals.put("DescribeEndpoint", failure);

        pipeline.goOn("job-2");
        assertThat(pipeline.lastSuccess().continuationToken()).isEqualTo(token);
        sageMaker.settle();
        pipeline.goOn("job-3");

        assertThat(pipeline.lastSuccess().outputVariables()).isNotEmpty();
        assertThat(pipeline.codePipeline.failures).isEmpty();
    }

    @Test
    void goesOnWhenS3AsksToSlowDown() {
        pipeline.s3.slow = true;

        pipeline.invoke("job-1");
        pipeline.goOn("job-2");

        assertThat(pipeline.codePipeline.failures).isEmpty();
        assertThat(sageMaker.calls).contains("CreateEndpoint");
    }

    @Test
    void givesUpAfterTheDeadlineThoughTheFailurePasses() {
        pipeline.invoke("job-1");
        sageMaker.refusals.put("DescribeEndpoint", FakeSageMaker.error("ThrottlingException", 400, "Rate exceeded"));

        pipeline.pass(Duration.ofHours(2));
        pipeline.goOn("job-2");

        assertThat(pipeline.lastFailure().failureDetails().message())
                .contains("120 minutes")
                .contains("Rate exceeded");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CreateEndpointConfig", "ListTags", "AddTags", "UpdateEndpoint"})
    void goesOnWhenWhatItMadeIsNotYetFound(String operation) {
        sageMaker.serves("old");
        sageMaker.refusals.put(operation, FakeSageMaker.invalid("Could not find model \"arn:x\"."));

        pipeline.invoke("job-1");
        assertThat(sageMaker.calls).doesNotContain("UpdateEndpoint");
        pipeline.goOn("job-2");
        sageMaker.settle();
        pipeline.goOn("job-3");

        assertThat(pipeline.lastSuccess().outputVariables()).isNotEmpty();
        assertThat(pipeline.codePipeline.failures).isEmpty();
    }

    @Test
    void asksForTheUpdateThatTheInvocationBeforeCouldNotAskFor() {
        sageMaker.serves("old");
        // The config is tagged, and then the invocation ends: nobody knows whether UpdateEndpoint was called.
        sageMaker.refusals.put("UpdateEndpoint", SdkClientException.create("read timed out"));

        pipeline.invoke("job-1");
        pipeline.goOn("job-2");
        assertThat(sageMaker.status).isEqualTo(EndpointStatus.UPDATING);
        sageMaker.settle();
        pipeline.goOn("job-3");

        assertThat(pipeline.lastSuccess().outputVariables()).isNotEmpty();
        assertThat(sageMaker.calls).containsOnlyOnce("UpdateEndpoint");
    }

    @Test
    void saysThatAnEndpointWhoseRollbackFailedIsToBeDeleted() {
        sageMaker.serves("old");
        sageMaker.status = EndpointStatus.UPDATE_ROLLBACK_FAILED;

        pipeline.invoke("job-1");

        assertThat(pipeline.onlyFailure().failureDetails().message())
                .contains("delete the endpoint, then retry the stage");
    }

    @Test
    void endsQuietlyWithoutAJob() {
        pipeline.send("{}");
        pipeline.send("not JSON");

        assertThat(pipeline.codePipeline.successes).isEmpty();
        assertThat(pipeline.codePipeline.failures).isEmpty();
    }

    private void deploy(String first, String second) {
        pipeline.invoke(first);
        sageMaker.settle();
        pipeline.goOn(second);
    }
}
