package io.mlops.local.sagemaker;

import io.mlops.local.LocalAws;
import io.mlops.local.LocalAwsBuilder;
import io.mlops.local.Sdk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.*;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;

/** An emulator with a role, a bucket, an image that trains by a bash script and one that serves by a Java program. */
final class SageMakerWorld implements AutoCloseable {
    static final String TRAIN_IMAGE = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/train:1";
    static final String SERVE_IMAGE = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/serve:1";
    static final String ROLE = "arn:aws:iam::123456789012:role/model";

    final LocalAws aws;
    final SageMakerClient sagemaker;
    final SageMakerRuntimeClient runtime;
    final S3Client s3;
    private final CloudWatchLogsClient logs;
    private final CloudWatchClient cloudWatch;
    private final Path directory;

    SageMakerWorld(Path directory) {
        this(directory, settings -> settings);
    }

    SageMakerWorld(Path directory, UnaryOperator<LocalAwsBuilder> settings) {
        this.directory = directory;
        this.aws = settings.apply(LocalAws.builder()
                        .directory(directory.resolve("aws"))
                        .image(
                                TRAIN_IMAGE,
                                List.of("bash", directory.resolve("train.sh").toString()))
                        .image(SERVE_IMAGE, echo()))
                .start();
        this.sagemaker = Sdk.client(aws, SageMakerClient.builder());
        this.runtime = Sdk.client(aws, SageMakerRuntimeClient.builder());
        this.s3 = Sdk.client(aws, S3Client.builder());
        this.logs = Sdk.client(aws, CloudWatchLogsClient.builder());
        this.cloudWatch = Sdk.client(aws, CloudWatchClient.builder());
        role(Sdk.client(aws, IamClient.builder()));
        s3.createBucket(r -> r.bucket("data"));
    }

    static void role(IamClient iam) {
        Sdk.makeAdministrator(
                iam,
                "model",
                "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"sagemaker.amazonaws.com\"},"
                        + "\"Action\":\"sts:AssumeRole\"}]}");
    }

    /** The command of an {@link EchoServer}. */
    static List<String> echo() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = Path.of(EchoServer.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .toString();
        return List.of(java, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", classes, EchoServer.class.getName());
    }

    void put(String key, String content) {
        s3.putObject(r -> r.bucket("data").key(key), RequestBody.fromString(content));
    }

    /** Puts a model archive whose {@code model.txt} has the content. */
    String model(String content) {
        try {
            Path files = Files.createTempDirectory(directory, "model");
            Files.writeString(files.resolve("model.txt"), content);
            Path archive = directory.resolve("archive.tar.gz");
            ModelArchive.pack(files, archive);
            s3.putObject(r -> r.bucket("data").key("models/" + content + ".tar.gz"), RequestBody.fromFile(archive));
            return "s3://data/models/" + content + ".tar.gz";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void train(String name, String script) {
        train(request(name).build(), script);
    }

    void train(CreateTrainingJobRequest request, String script) {
        script(script);
        sagemaker.createTrainingJob(request);
    }

    /** Writes what {@link #TRAIN_IMAGE} runs. */
    void script(String content) {
        try {
            Files.writeString(directory.resolve("train.sh"), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static CreateTrainingJobRequest.Builder request(String name) {
        return CreateTrainingJobRequest.builder()
                .trainingJobName(name)
                .roleArn(ROLE)
                .algorithmSpecification(a -> a.trainingImage(TRAIN_IMAGE)
                        .trainingInputMode("File")
                        .metricDefinitions(MetricDefinition.builder()
                                .name("validation:auc")
                                .regex("auc=([0-9.]+);")
                                .build()))
                .outputDataConfig(o -> o.s3OutputPath("s3://data/out/"))
                .resourceConfig(
                        r -> r.instanceType("ml.m5.large").instanceCount(1).volumeSizeInGB(10))
                .stoppingCondition(s -> s.maxRuntimeInSeconds(60));
    }

    static Channel channel(String name, String uri) {
        return Channel.builder()
                .channelName(name)
                .contentType("text/csv")
                .dataSource(d -> d.s3DataSource(s -> s.s3Uri(uri).s3DataType(S3DataType.S3_PREFIX)))
                .build();
    }

    DescribeTrainingJobResponse ended(String job) {
        return await(
                () -> sagemaker.describeTrainingJob(r -> r.trainingJobName(job)),
                found -> found.trainingJobStatus() != TrainingJobStatus.IN_PROGRESS
                        && found.trainingJobStatus() != TrainingJobStatus.STOPPING);
    }

    DescribeTrainingJobResponse reached(String job, SecondaryStatus status) {
        return await(
                () -> sagemaker.describeTrainingJob(r -> r.trainingJobName(job)),
                found -> found.secondaryStatus() == status);
    }

    /** Makes a model and a config of the same name with one variant, {@code AllTraffic}. */
    void config(String name, String modelData, Map<String, String> environment) {
        sagemaker.createModel(r -> r.modelName(name)
                .executionRoleArn(ROLE)
                .primaryContainer(
                        c -> c.image(SERVE_IMAGE).modelDataUrl(modelData).environment(environment)));
        sagemaker.createEndpointConfig(r -> r.endpointConfigName(name).productionVariants(variant("AllTraffic", name)));
    }

    static ProductionVariant variant(String name, String model) {
        return ProductionVariant.builder()
                .variantName(name)
                .modelName(model)
                .instanceType("ml.m5.large")
                .initialInstanceCount(1)
                .initialVariantWeight(1f)
                .build();
    }

    DescribeEndpointResponse settled(String endpoint) {
        return await(
                () -> sagemaker.describeEndpoint(r -> r.endpointName(endpoint)),
                found -> found.endpointStatus() != EndpointStatus.CREATING
                        && found.endpointStatus() != EndpointStatus.UPDATING
                        && found.endpointStatus() != EndpointStatus.ROLLING_BACK);
    }

    String invoke(String endpoint, String body) {
        return runtime.invokeEndpoint(r -> r.endpointName(endpoint)
                        .contentType("text/csv")
                        .accept("text/csv")
                        .body(SdkBytes.fromUtf8String(body)))
                .body()
                .asUtf8String();
    }

    /** The sum and the greatest of a metric's values of the last minutes. */
    Datapoint metric(String namespace, String name, Map<String, String> dimensions) {
        Instant now = Instant.now();
        List<Datapoint> found = cloudWatch
                .getMetricStatistics(r -> r.namespace(namespace)
                        .metricName(name)
                        .dimensions(dimensions.entrySet().stream()
                                .map(one -> Dimension.builder()
                                        .name(one.getKey())
                                        .value(one.getValue())
                                        .build())
                                .toList())
                        .startTime(now.minusSeconds(3600))
                        .endTime(now.plusSeconds(3600))
                        .period(7200)
                        .statistics(Statistic.SUM, Statistic.MAXIMUM))
                .datapoints();
        return found.isEmpty() ? Datapoint.builder().sum(0.0).build() : found.get(0);
    }

    List<String> log(String group, String stream) {
        String found =
                logs.describeLogStreams(r -> r.logGroupName(group).logStreamNamePrefix(stream)).logStreams().stream()
                        .map(LogStream::logStreamName)
                        .findFirst()
                        .orElse("none");
        return logs.getLogEvents(r -> r.logGroupName(group).logStreamName(found).startFromHead(true)).events().stream()
                .map(OutputLogEvent::message)
                .toList();
    }

    static <T> T await(Supplier<T> look, java.util.function.Predicate<T> isThere) {
        try {
            for (int i = 0; i < 1000; i++) {
                T seen = look.get();
                if (isThere.test(seen)) {
                    return seen;
                }
                TimeUnit.MILLISECONDS.sleep(15);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new AssertionError("not reached: " + look.get());
    }

    @Override
    public void close() {
        aws.close();
    }
}
