package io.mlops.local.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.*;

@Timeout(60)
class TrainingJobTest {
    private static final String ARN = "arn:aws:sagemaker:eu-west-1:123456789012:training-job/";

    @TempDir
    private Path directory;

    private SageMakerWorld world;
    private SageMakerClient sagemaker;

    @BeforeEach
    void start() {
        world = new SageMakerWorld(directory);
        sagemaker = world.sagemaker;
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private Path unpacked(String key) throws Exception {
        Path archive = directory.resolve("downloaded.tar.gz");
        Files.deleteIfExists(archive);
        world.s3.getObject(r -> r.bucket("data").key(key), ResponseTransformer.toFile(archive));
        Path target = Files.createTempDirectory(directory, "unpacked");
        ModelArchive.unpack(archive, target);
        return target;
    }

    @Test
    void trainsUnderTheContainerContract() throws Exception {
        world.put("set/a.csv", "1,2");
        world.put("set/deep/b.csv", "3,4");
        world.train(
                SageMakerWorld.request("job-1")
                        .hyperParameters(Map.of("ntrees", "10"))
                        .environment(Map.of("MINE", "yes", "AWS_ACCESS_KEY_ID", "mine"))
                        .inputDataConfig(SageMakerWorld.channel("train", "s3://data/set"))
                        .tags(Tag.builder().key("mlops:execution").value("e").build())
                        .build(),
                """
                cd "$SAGEMAKER_BASE_DIR"
                cat input/data/train/a.csv input/data/train/deep/b.csv > model/model.txt
                cp input/config/*.json output/data/
                env > output/data/env
                echo "auc=0.5;"; echo "auc=0.75; auc=0.875;"; echo "$1"
                """);

        DescribeTrainingJobResponse job = world.ended("job-1");

        assertThat(job.trainingJobStatus()).as(job.failureReason()).isEqualTo(TrainingJobStatus.COMPLETED);
        assertThat(job.secondaryStatus()).isEqualTo(SecondaryStatus.COMPLETED);
        assertThat(job.secondaryStatusTransitions())
                .extracting(SecondaryStatusTransition::statusAsString)
                .containsExactly("Starting", "Downloading", "Training", "Uploading", "Completed");
        assertThat(job.modelArtifacts().s3ModelArtifacts()).isEqualTo("s3://data/out/job-1/output/model.tar.gz");
        assertThat(job.finalMetricDataList()).extracting(MetricData::value).containsExactly(0.875f);
        assertThat(world.metric("/aws/sagemaker/TrainingJobs", "validation:auc", Map.of("TrainingJobName", "job-1"))
                        .maximum())
                .isEqualTo(0.875);
        assertThat(job.billableTimeInSeconds()).isPositive();
        assertThat(unpacked("out/job-1/output/model.tar.gz").resolve("model.txt"))
                .hasContent("1,23,4");
        assertContract(unpacked("out/job-1/output/output.tar.gz"));
        assertThat(world.log("/aws/sagemaker/TrainingJobs", "job-1/algo-1-")).contains("train", "auc=0.5;");
        assertThat(sagemaker.listTags(r -> r.resourceArn(ARN + "job-1")).tags()).hasSize(1);
        assertThat(world.aws.processes()).isZero();
    }

    private static void assertContract(Path output) {
        assertThat(output.resolve("hyperparameters.json")).hasContent("{\"ntrees\":\"10\"}");
        assertThat(output.resolve("inputdataconfig.json"))
                .hasContent("{\"train\":{\"ContentType\":\"text/csv\",\"TrainingInputMode\":\"File\","
                        + "\"S3DistributionType\":\"FullyReplicated\",\"RecordWrapperType\":\"None\"}}");
        assertThat(output.resolve("resourceconfig.json"))
                .content()
                .contains("\"current_host\":\"algo-1\"", "\"hosts\":[\"algo-1\"]");
        assertThat(output.resolve("env"))
                .content()
                .contains("TRAINING_JOB_NAME=job-1\n", "TRAINING_JOB_ARN=" + ARN + "job-1\n", "MINE=yes\n")
                .contains("AWS_ACCESS_KEY_ID=ASIA", "AWS_SESSION_TOKEN=", "AWS_ENDPOINT_URL=http://127.0.0.1:");
    }

    @Test
    void failsWithWhatTheContainerWrote() {
        world.train("job-2", "printf '%2000s' '' | tr ' ' x > \"$SAGEMAKER_BASE_DIR/output/failure\"; exit 7");

        DescribeTrainingJobResponse job = world.ended("job-2");

        assertThat(job.trainingJobStatus()).isEqualTo(TrainingJobStatus.FAILED);
        assertThat(job.secondaryStatus()).isEqualTo(SecondaryStatus.FAILED);
        assertThat(job.failureReason()).isEqualTo("AlgorithmError: " + "x".repeat(1024) + ", exit code: 7");
        assertThat(world.s3.listObjectsV2(r -> r.bucket("data")).contents())
                .extracting(S3Object::key)
                .isEmpty();
    }

    @Test
    void failsWhereAChannelHasNoObjects() {
        world.train(
                SageMakerWorld.request("job-3")
                        .inputDataConfig(SageMakerWorld.channel("train", "s3://data/nothing/"))
                        .build(),
                "");

        assertThat(world.ended("job-3").failureReason())
                .startsWith("ClientError: ")
                .contains("No S3 objects found under S3 URL \"s3://data/nothing/\"");
    }

    @Test
    void stopsWithASignalAndKeepsWhatWasTrained() throws Exception {
        world.train(
                "job-4",
                "trap 'echo half > $SAGEMAKER_BASE_DIR/model/model.txt; exit 0' TERM; echo 'auc=1;'; "
                        + "while :; do sleep 0.02; done");
        SageMakerWorld.await(
                () -> sagemaker.describeTrainingJob(r -> r.trainingJobName("job-4")),
                job -> job.hasFinalMetricDataList()
                        && !job.finalMetricDataList().isEmpty());

        sagemaker.stopTrainingJob(r -> r.trainingJobName("job-4"));

        DescribeTrainingJobResponse job = world.ended("job-4");
        assertThat(job.trainingJobStatus()).isEqualTo(TrainingJobStatus.STOPPED);
        assertThat(job.secondaryStatus()).isEqualTo(SecondaryStatus.STOPPED);
        assertThat(unpacked("out/job-4/output/model.tar.gz").resolve("model.txt"))
                .hasContent("half");
        assertThatThrownBy(() -> sagemaker.stopTrainingJob(r -> r.trainingJobName("job-4")))
                .hasMessageContaining("The request was rejected because the training job is in status Stopped");
    }

    @Test
    void trainsOnWhatAManifestListsByTheJobsOwnEntrypoint() {
        world.put("sets/a.csv", "1");
        world.put("sets/b/c.csv", "2");
        world.put("sets/unlisted.csv", "3");
        world.put("list", "[{\"prefix\":\"s3://data/sets/\"}, \"a.csv\", \"b/c.csv\"]");
        sagemaker.createTrainingJob(SageMakerWorld.request("job-1")
                .algorithmSpecification(a -> a.trainingImage(SageMakerWorld.TRAIN_IMAGE)
                        .trainingInputMode("FastFile")
                        .containerEntrypoint("bash", "-c")
                        .containerArguments(
                                "cd $SAGEMAKER_BASE_DIR/input/data/t; echo $(find * -type f | sort) >../../../output/failure"
                                        + "; exit 9"))
                .inputDataConfig(SageMakerWorld.channel("t", "s3://data/list").toBuilder()
                        .dataSource(d ->
                                d.s3DataSource(s -> s.s3Uri("s3://data/list").s3DataType(S3DataType.MANIFEST_FILE)))
                        .build())
                .build());

        assertThat(world.ended("job-1").failureReason()).isEqualTo("AlgorithmError: a.csv b/c.csv\n, exit code: 9");
    }

    @Test
    void goesOnFromItsCheckpoints() {
        world.put("points/epoch", "3");
        world.put("points/old/weights", "w");
        world.train(
                SageMakerWorld.request("job-1")
                        .enableManagedSpotTraining(true)
                        .stoppingCondition(s -> s.maxRuntimeInSeconds(60).maxWaitTimeInSeconds(60))
                        .checkpointConfig(c -> c.s3Uri("s3://data/points/"))
                        .build(),
                """
                cd $SAGEMAKER_BASE_DIR/checkpoints
                echo $(($(cat epoch) + 1)) > epoch.new; mv epoch.new epoch; rm -r old; echo made > new
                """);

        DescribeTrainingJobResponse job = world.ended("job-1");

        assertThat(job.trainingJobStatus()).as(job.failureReason()).isEqualTo(TrainingJobStatus.COMPLETED);
        assertThat(job.enableManagedSpotTraining()).isTrue();
        assertThat(job.billableTimeInSeconds()).isEqualTo(job.trainingTimeInSeconds());
        assertThat(world.s3
                        .listObjectsV2(r -> r.bucket("data").prefix("points/"))
                        .contents())
                .extracting(S3Object::key)
                .containsExactly("points/epoch", "points/new");
        assertThat(world.s3
                        .getObjectAsBytes(r -> r.bucket("data").key("points/epoch"))
                        .asUtf8String())
                .isEqualTo("4\n");
    }

    @Test
    void givesNoCredentialsUnderNetworkIsolation() {
        world.train(
                SageMakerWorld.request("job-6").enableNetworkIsolation(true).build(),
                "env | grep -E 'AWS_(ACCESS|SECRET|SESSION|ENDPOINT)' > $SAGEMAKER_BASE_DIR/output/failure; exit 1");

        assertThat(world.ended("job-6").failureReason()).isEqualTo("AlgorithmError: , exit code: 1");
    }

    @Test
    void refusesAsSageMakerDoes() {
        world.train("job-7", "");

        assertThatThrownBy(() -> world.train("job-7", ""))
                .isInstanceOf(ResourceInUseException.class)
                .hasMessageContaining("Training job names must be unique")
                .hasMessageContaining(ARN + "job-7");
        assertThatThrownBy(() -> sagemaker.describeTrainingJob(r -> r.trainingJobName("none")))
                .hasMessageContaining("Requested resource not found.")
                .satisfies(e -> assertThat(
                                ((SageMakerException) e).awsErrorDetails().errorCode())
                        .isEqualTo("ValidationException"));
        assertThatThrownBy(() -> sagemaker.createTrainingJob(SageMakerWorld.request("job-8")
                        .roleArn("arn:aws:iam::123456789012:role/nobody")
                        .build()))
                .hasMessageContaining("Could not assume role arn:aws:iam::123456789012:role/nobody");
    }

    @Test
    void refusesWhatItWouldHaveToIgnore() {
        CreateTrainingJobRequest request = SageMakerWorld.request("job-9").build();

        assertThatThrownBy(() -> sagemaker.createTrainingJob(request.toBuilder()
                        .algorithmSpecification(a -> a.trainingImage("other:1").trainingInputMode("File"))
                        .build()))
                .hasMessageContaining("No command stands for the image \"other:1\"")
                .hasMessageContaining("--image");
        assertThatThrownBy(() -> sagemaker.createTrainingJob(request.toBuilder()
                        .algorithmSpecification(
                                a -> a.trainingImage(SageMakerWorld.TRAIN_IMAGE).trainingInputMode("Pipe"))
                        .build()))
                .hasMessageContaining("Pipe is not supported");
        assertThatThrownBy(() -> sagemaker.createTrainingJob(request.toBuilder()
                        .checkpointConfig(c -> c.s3Uri("s3://data/c").localPath("/elsewhere"))
                        .build()))
                .hasMessageContaining("CheckpointConfig.LocalPath, but for /opt/ml/checkpoints, is not supported");
        assertThatThrownBy(() -> sagemaker.createTrainingJob(request.toBuilder()
                        .retryStrategy(r -> r.maximumRetryAttempts(1))
                        .debugHookConfig(d -> d.s3OutputPath("s3://data/d"))
                        .build()))
                .hasMessageContaining("DebugHookConfig, RetryStrategy is not supported");
        assertThatThrownBy(() -> sagemaker.createTrainingJob(request.toBuilder()
                        .resourceConfig(r ->
                                r.instanceCount(2).instanceType("ml.m5.large").volumeSizeInGB(1))
                        .build()))
                .hasMessageContaining("InstanceCount 2 is not supported");
        assertThat(sagemaker.listTrainingJobs().trainingJobSummaries()).isEmpty();
    }
}
