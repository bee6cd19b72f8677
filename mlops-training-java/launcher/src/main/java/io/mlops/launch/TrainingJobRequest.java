package io.mlops.launch;

import io.mlops.contract.TagKeys;
import io.mlops.contract.TrainingSettings;
import io.mlops.contract.Vpc;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sagemaker.model.AlgorithmSpecification;
import software.amazon.awssdk.services.sagemaker.model.Channel;
import software.amazon.awssdk.services.sagemaker.model.CompressionType;
import software.amazon.awssdk.services.sagemaker.model.CreateTrainingJobRequest;
import software.amazon.awssdk.services.sagemaker.model.MetricDefinition;
import software.amazon.awssdk.services.sagemaker.model.S3DataType;
import software.amazon.awssdk.services.sagemaker.model.Tag;
import software.amazon.awssdk.services.sagemaker.model.TrainingInputMode;

/** Turns the settings into SageMaker's {@code CreateTrainingJob} request. */
final class TrainingJobRequest {
    private static final int MOST_VARIABLES = 100;

    private TrainingJobRequest() {}

    static CreateTrainingJobRequest of(
            TrainingSettings settings, String name, String execution, JobAdditions additions) {
        CreateTrainingJobRequest.Builder request = CreateTrainingJobRequest.builder()
                .trainingJobName(name)
                .roleArn(settings.roleArn())
                .algorithmSpecification(algorithm(settings))
                .inputDataConfig(Stream.concat(settings.channels().stream(), additions.channels().stream())
                        .map(TrainingJobRequest::channel)
                        .toList())
                .outputDataConfig(
                        output -> output.s3OutputPath(settings.outputS3Uri()).kmsKeyId(settings.outputKmsKeyId()))
                .resourceConfig(resources -> resources
                        .instanceType(settings.instanceType())
                        .instanceCount(settings.instanceCount())
                        .volumeSizeInGB(settings.volumeSizeInGB())
                        .volumeKmsKeyId(settings.volumeKmsKeyId()))
                .hyperParameters(additions.hyperParameters())
                .tags(tags(settings, execution));
        Map<String, String> environment = environment(settings, additions);
        if (!environment.isEmpty()) {
            request.environment(environment);
        }
        stop(request, settings);
        network(request, settings);
        TrainingSettings.Checkpoint checkpoint = settings.checkpoint();
        if (checkpoint != null) {
            request.checkpointConfig(config -> config.s3Uri(checkpoint.s3Uri()).localPath(checkpoint.localPath()));
        }
        return request.build();
    }

    /** SageMaker takes at most 100 variables; the team's own go before. */
    private static Map<String, String> environment(TrainingSettings settings, JobAdditions additions) {
        Map<String, String> all = new LinkedHashMap<>(additions.environment());
        all.putAll(settings.environment());
        return all.size() > MOST_VARIABLES ? settings.environment() : all;
    }

    private static void stop(CreateTrainingJobRequest.Builder request, TrainingSettings settings) {
        TrainingSettings.Spot spot = settings.spot();
        if (spot != null) {
            request.enableManagedSpotTraining(true);
        }
        request.stoppingCondition(stop -> stop.maxRuntimeInSeconds(settings.maxRuntimeInSeconds())
                .maxWaitTimeInSeconds(spot == null ? null : spot.maxWaitInSeconds()));
    }

    private static void network(CreateTrainingJobRequest.Builder request, TrainingSettings settings) {
        Vpc vpc = settings.vpc();
        if (vpc != null) {
            request.vpcConfig(config -> config.subnets(vpc.subnets()).securityGroupIds(vpc.securityGroupIds()));
        }
        if (settings.networkIsolation()) {
            request.enableNetworkIsolation(true);
        }
        if (settings.trafficEncryption()) {
            request.enableInterContainerTrafficEncryption(true);
        }
    }

    private static AlgorithmSpecification algorithm(TrainingSettings settings) {
        return AlgorithmSpecification.builder()
                .trainingImage(settings.image())
                // Required; each channel's own mode goes before it.
                .trainingInputMode(TrainingInputMode.FILE)
                .metricDefinitions(settings.metricDefinitions().stream()
                        .map(metric -> MetricDefinition.builder()
                                .name(metric.name())
                                .regex(metric.regex())
                                .build())
                        .toList())
                .build();
    }

    private static Channel channel(TrainingSettings.Channel channel) {
        return Channel.builder()
                .channelName(channel.name())
                .contentType(channel.contentType())
                .inputMode(channel.inputMode())
                .compressionType(CompressionType.NONE)
                .dataSource(source -> source.s3DataSource(s3 -> s3.s3DataType(S3DataType.S3_PREFIX)
                        .s3DataDistributionType(channel.distribution())
                        .s3Uri(channel.s3Uri())))
                .build();
    }

    private static List<Tag> tags(TrainingSettings settings, String execution) {
        Stream<Tag> given = settings.tags().entrySet().stream()
                .filter(tag -> !tag.getKey().equals(TagKeys.EXECUTION))
                .map(tag -> tag(tag.getKey(), tag.getValue()));
        return Stream.concat(given, Stream.of(tag(TagKeys.EXECUTION, execution)))
                .toList();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
