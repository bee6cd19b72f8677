package io.mlops.contract;

import java.util.List;
import java.util.Map;

/**
 * What the launcher needs to start a training job and to register its model: {@code training.json}. Names and limits are
 * those of SageMaker's {@code CreateTrainingJob} and {@code CreateModelPackage}.
 *
 * @param schema {@value #SCHEMA}
 * @param pipeline the pipeline's name
 * @param modelPackageGroup the group that the model package is registered in
 * @param trainingJobPrefix what the training job's name starts with, at most 30 characters
 * @param image the training image's URI; the same image serves
 * @param roleArn the training job's execution role
 * @param instanceType an ML instance type, as {@code ml.m5.large}
 * @param instanceCount from 1
 * @param volumeSizeInGB from 1
 * @param maxRuntimeInSeconds from 1
 * @param hyperParameters at most 100
 * @param channels 1 to 20
 * @param outputS3Uri the prefix under which SageMaker writes {@code <job>/output/model.tar.gz}
 * @param metricDefinitions at most 40
 * @param environment the training container's variables, at most 100
 * @param servingInstanceTypes instance types that the model may be served on
 * @param tags what everything made by the launcher is tagged with
 */
public record TrainingSettings(
        String schema,
        String pipeline,
        String modelPackageGroup,
        String trainingJobPrefix,
        String image,
        String roleArn,
        String instanceType,
        int instanceCount,
        int volumeSizeInGB,
        int maxRuntimeInSeconds,
        Map<String, String> hyperParameters,
        List<Channel> channels,
        String outputS3Uri,
        List<MetricDefinition> metricDefinitions,
        Map<String, String> environment,
        List<String> servingInstanceTypes,
        Map<String, String> tags)
        implements Contract {
    /** The schema that this version writes and reads. */
    public static final String SCHEMA = "mlops.training-settings/1";

    /** Copies the collections. */
    public TrainingSettings {
        hyperParameters = Copies.of(hyperParameters);
        channels = Copies.of(channels);
        metricDefinitions = Copies.of(metricDefinitions);
        environment = Copies.of(environment);
        servingInstanceTypes = Copies.of(servingInstanceTypes);
        tags = Copies.of(tags);
    }

    /**
     * A channel of the training job's input.
     *
     * @param name at most 64 characters of {@code [A-Za-z0-9.\-_]}
     * @param s3Uri the S3 prefix
     * @param contentType the MIME type of the data, as {@code text/csv}
     * @param inputMode {@code File}, {@code FastFile} or {@code Pipe}
     */
    public record Channel(String name, String s3Uri, String contentType, String inputMode) {}

    /**
     * A metric that SageMaker reads from the training job's log.
     *
     * @param name at most 255 characters
     * @param regex at most 500 characters, with one capture group
     */
    public record MetricDefinition(String name, String regex) {}
}
