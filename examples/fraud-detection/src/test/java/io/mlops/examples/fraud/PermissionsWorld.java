package io.mlops.examples.fraud;

import io.mlops.MlopsPipeline;
import io.mlops.MlopsPipelineBuilder;
import io.mlops.aws.Aws;
import io.mlops.local.LocalAws;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;
import software.amazon.awssdk.services.sagemaker.model.TrainingJobStatus;
import software.amazon.awssdk.services.sns.SnsClient;

/** An account with a topic and an alarm of the team's, and a pipeline whose roles are asked for much. */
final class PermissionsWorld implements AutoCloseable {
    static final String NAME = "permissions";
    private static final String ALARM = NAME + "-5xx";
    private static final Path TRAINER = Path.of("target/trainer-image/opt/program/mlops-trainer.jar");

    final LocalAws local;
    final Aws aws;
    final DataSet.Split split;
    private final Scenario scenario = new Scenario(NAME, NAME, CreditData.load(), Map.of("roc_auc", 0.5));
    private final CloudWatchClient cloudWatch;
    private final String topic;

    PermissionsWorld(Path directory, Path record) {
        split = scenario.split();
        local = LocalAws.builder()
                .directory(directory)
                .image(
                        Scenario.IMAGE,
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-XX:MaxRAMPercentage=25",
                                "-jar",
                                TRAINER.toAbsolutePath().toString()))
                .record(record)
                .start();
        aws = Aws.at(local.endpoint(), local.region(), local.accessKeyId(), local.secretAccessKey());
        cloudWatch = local.client(CloudWatchClient.class);
        try (SnsClient sns = local.client(SnsClient.class)) {
            topic = sns.createTopic(r -> r.name("releases")).topicArn();
        }
        cloudWatch.putMetricAlarm(r -> r.alarmName(ALARM)
                .namespace("AWS/SageMaker")
                .metricName("Invocation5XXErrors")
                .statistic(Statistic.SUM)
                .period(60)
                .evaluationPeriods(1)
                .threshold(1.0)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD));
    }

    /** With everything that makes the roles ask more: checkpoints, an approval's topic, scaling, capture, alarms. */
    MlopsPipeline describe(String instanceType) {
        return MlopsPipelineBuilder.named(NAME)
                .source(s -> s.s3(Scenario.SOURCE_KEY))
                .training(t -> t.image(Scenario.IMAGE)
                        .instanceType("ml.m5.large")
                        .hyperparameter("label", scenario.data().label())
                        .hyperparameter("positive", scenario.data().positive())
                        .hyperparameter("ntrees", 20)
                        .checkpoints("checkpoints/")
                        .channel("training", Scenario.TRAINING_PREFIX))
                .modelPackageGroup(NAME + "-models")
                .test(t -> t.instanceType("ml.m5.large").suite(SourceZip.SUITE))
                .approval("release", a -> a.notify(topic))
                .deploy(
                        "production",
                        d -> d.endpoint(NAME)
                                .instanceType(instanceType)
                                .instances(2)
                                .scale(2, 4, 1000)
                                .capture(100, "capture/")
                                .canary(50, Duration.ofSeconds(5))
                                .rollBackOn(ALARM)
                                .rollBackWhen("Invocation4XXErrors", "Sum", 1000)
                                .keep(0))
                .build();
    }

    void setAlarm(StateValue state) {
        cloudWatch.setAlarmState(r -> r.alarmName(ALARM).stateValue(state).stateReason("tried"));
    }

    String put(String key, String content) {
        return put(key, RequestBody.fromString(content));
    }

    /** Starts an execution. */
    String putSource() {
        return put(Scenario.SOURCE_KEY, RequestBody.fromBytes(SourceZip.of(split.holdout(), scenario.minimums())));
    }

    private String put(String key, RequestBody body) {
        return aws.s3()
                .putObject(
                        r -> r.bucket(NAME + "-" + local.accountId() + "-" + local.region())
                                .key(key),
                        body)
                .versionId();
    }

    void invoke() {
        String row = split.holdout().features(split.holdout().rows().get(0));
        aws.sageMakerRuntime()
                .invokeEndpoint(
                        r -> r.endpointName(NAME).contentType("text/csv").body(SdkBytes.fromUtf8String(row)));
    }

    boolean isTraining() {
        return !aws.sageMaker()
                .listTrainingJobs(r -> r.statusEquals(TrainingJobStatus.IN_PROGRESS))
                .trainingJobSummaries()
                .isEmpty();
    }

    boolean isTesting() {
        return aws.sageMaker().listEndpoints(r -> r.nameContains("-test-")).endpoints().stream()
                .anyMatch(endpoint -> endpoint.endpointStatus() == EndpointStatus.CREATING);
    }

    boolean isUpdating() {
        return aws.sageMaker().describeEndpoint(r -> r.endpointName(NAME)).endpointStatus() == EndpointStatus.UPDATING;
    }

    @Override
    public void close() {
        cloudWatch.close();
        aws.close();
        local.close();
    }
}
