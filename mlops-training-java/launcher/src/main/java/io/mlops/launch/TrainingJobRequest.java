package io.mlops.launch;

import io.mlops.contract.TagKeys;
import io.mlops.contract.TrainingSettings;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sagemaker.model.AlgorithmSpecification;
import software.amazon.awssdk.services.sagemaker.model.Channel;
import software.amazon.awssdk.services.sagemaker.model.CompressionType;
import software.amazon.awssdk.services.sagemaker.model.CreateTrainingJobRequest;
import software.amazon.awssdk.services.sagemaker.model.MetricDefinition;
import software.amazon.awssdk.services.sagemaker.model.S3DataDistribution;
import software.amazon.awssdk.services.sagemaker.model.S3DataType;
import software.amazon.awssdk.services.sagemaker.model.Tag;
import software.amazon.awssdk.services.sagemaker.model.TrainingInputMode;

/** Turns the settings into SageMaker's {@code CreateTrainingJob} request. */
final class TrainingJobRequest {
    private TrainingJobRequest() {}

    static CreateTrainingJobRequest of(TrainingSettings settings, String name, String execution) {
        CreateTrainingJobRequest.Builder request = CreateTrainingJobRequest.builder()
                .trainingJobName(name)
                .roleArn(settings.roleArn())
                .algorithmSpecification(algorithm(settings))
                .inputDataConfig(settings.channels().stream()
                        .map(TrainingJobRequest::channel)
                        .toList())
                .outputDataConfig(output -> output.s3OutputPath(settings.outputS3Uri()))
                .resourceConfig(resources -> resources
                        .instanceType(settings.instanceType())
                        .instanceCount(settings.instanceCount())
                        .volumeSizeInGB(settings.volumeSizeInGB()))
                .stoppingCondition(stop -> stop.maxRuntimeInSeconds(settings.maxRuntimeInSeconds()))
                .hyperParameters(settings.hyperParameters())
                .tags(tags(settings, execution));
        return settings.environment().isEmpty()
                ? request.build()
                : request.environment(settings.environment()).build();
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
                        .s3DataDistributionType(S3DataDistribution.FULLY_REPLICATED)
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
