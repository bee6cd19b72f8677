package io.mlops.plan.iam;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.Examples;
import io.mlops.spec.PipelineSpec;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RolePoliciesTest {
    private static final String TRAINING_LOGS =
            "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/sagemaker/TrainingJobs";
    private static final String BUCKET = "arn:aws:s3:::fraud-detection-123456789012-eu-west-1/";
    private static final String SAGEMAKER = "arn:aws:sagemaker:eu-west-1:123456789012:";

    @ParameterizedTest
    @CsvSource({"TRAIN_BUILD, logs:GetLogEvents", "TRAINING, logs:PutLogEvents"})
    void keepsToTheLogsOfThePipelinesOwnTrainingJobs(Actor actor, String action) {
        assertThat(may(actor, action, TRAINING_LOGS + ":log-stream:fraud-detection-1a2b/algo-1-1700000000"))
                .isTrue();
        assertThat(may(actor, action, TRAINING_LOGS + ":log-stream:payroll-1a2b/algo-1-1700000000"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "TRAIN_BUILD, logs:DescribeLogStreams",
        "TRAINING, logs:DescribeLogStreams",
        "TRAINING, logs:CreateLogStream",
        "TRAINING, logs:CreateLogGroup"
    })
    void opensAndFindsLogStreamsInTheGroupOfTrainingJobs(Actor actor, String action) {
        assertThat(may(actor, action, TRAINING_LOGS + ":*")).isTrue();
    }

    @Test
    void letsAnEndpointFindItsLogStreams() {
        assertThat(may(
                        Actor.SERVING,
                        "logs:DescribeLogStreams",
                        "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/sagemaker/Endpoints/fraud-detection:*"))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "s3:GetObject, models/fraud-detection-1a2b/output/output.tar.gz, true",
        "s3:PutObject, models/fraud-detection-1a2b/package/statistics.json, true",
        "s3:PutObject, models/fraud-detection-1a2b/output/model.tar.gz, false",
        "s3:PutObject, models/payroll-1a2b/package/statistics.json, false",
        "s3:PutObject, code/e1/0123/sourcedir.tar.gz, false"
    })
    void letsTheTrainBuildWriteBesideWhatWasTrainedAndNotOverIt(String action, String key, boolean allowed) {
        assertThat(may(Actor.TRAIN_BUILD, action, BUCKET + key)).isEqualTo(allowed);
    }

    @Test
    void letsTheTrainBuildPutTheScriptThatThereIs() {
        PipelineSpec spec = Examples.with(builder -> builder.training(t -> t.scikitLearn("1.2-1", "code", "train.py")));

        assertThat(may(policies(spec), Actor.TRAIN_BUILD, "s3:PutObject", BUCKET + "code/e1/0123/sourcedir.tar.gz"))
                .isTrue();
    }

    @Test
    void looksUpTheTeamsImageAndNoneOfAws() {
        PipelineSpec ofAws =
                Examples.with(builder -> builder.training(t -> t.scikitLearn("1.2-1", "code", "train.py")));

        assertThat(may(
                        Actor.TRAIN_BUILD,
                        "ecr:DescribeImages",
                        "arn:aws:ecr:eu-west-1:123456789012:repository/mlops-training-java"))
                .isTrue();
        assertThat(policies(ofAws).of(Actor.TRAIN_BUILD).statements())
                .flatMap(Statement::actions)
                .doesNotContain("ecr:DescribeImages");
    }

    @ParameterizedTest
    @CsvSource({"s3:GetBucketVersioning", "s3:GetBucketAcl", "s3:GetBucketLocation"})
    void grantsCodePipelineItsMinimumOnTheBucket(String action) {
        assertThat(may(Actor.PIPELINE, action, "arn:aws:s3:::fraud-detection-123456789012-eu-west-1"))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"TEST_BUILD, sagemaker:DescribeModel", "TEST_BUILD, sagemaker:DescribeEndpointConfig"})
    void grantsNoActionThatNothingCalls(Actor actor, String action) {
        assertThat(policies(Examples.spec()).of(actor).statements())
                .flatMap(Statement::actions)
                .doesNotContain(action);
    }

    @ParameterizedTest
    @ValueSource(strings = {"model/", "endpoint-config/"})
    void deploysModelsAndConfigsOfTheStagesEndpointsAlone(String type) {
        assertThat(may(Actor.DEPLOY, "sagemaker:AddTags", SAGEMAKER + type + "fraud-detection-v12-0123456789"))
                .isTrue();
        assertThat(may(Actor.DEPLOY, "sagemaker:AddTags", SAGEMAKER + type + "fraud-detection-other-v1-0123456789"))
                .isFalse();
    }

    @Test
    void allowsForTheNameOfALongEndpointToBeCut() {
        String endpoint = "x".repeat(63);
        PipelineSpec spec = Examples.with(builder -> builder.withoutStage("staging")
                .withoutStage("production")
                .deploy("production", d -> d.endpoint(endpoint).instanceType("ml.m5.large")));

        assertThat(may(
                        policies(spec),
                        Actor.DEPLOY,
                        "sagemaker:CreateModel",
                        SAGEMAKER + "model/" + "x".repeat(49) + "-v1-0123456789"))
                .isTrue();
    }

    private static boolean may(Actor actor, String action, String resource) {
        return may(policies(Examples.spec()), actor, action, resource);
    }

    private static boolean may(RolePolicies policies, Actor actor, String action, String resource) {
        return policies.of(actor).statements().stream()
                .filter(statement -> statement.effect() == Statement.Effect.ALLOW)
                .filter(statement -> statement.actions().contains(action))
                .flatMap(statement -> statement.resources().stream())
                .map(pattern -> Pattern.quote(pattern).replace("*", "\\E.*\\Q"))
                .anyMatch(resource::matches);
    }

    private static RolePolicies policies(PipelineSpec spec) {
        return new RolePolicies(spec, Examples.NAMES);
    }
}
