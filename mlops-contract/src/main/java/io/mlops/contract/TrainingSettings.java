package io.mlops.contract;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the launcher needs to start a training job and to register its model: {@code training.json}. Names and limits are
 * those of SageMaker's {@code CreateTrainingJob} and {@code CreateModelPackage}.
 *
 * @param schema {@value #SCHEMA}
 * @param pipeline the pipeline's name
 * @param modelPackageGroup the group that the model package is registered in
 * @param trainingJobPrefix what the training job's name starts with, at most 30 characters
 * @param image the training image's URI
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
 * @param spot absent for instances on demand
 * @param checkpoint where the container's checkpoints are kept; absent for nowhere
 * @param vpc the training job's network; absent for SageMaker's own
 * @param networkIsolation whether the container has no network
 * @param trafficEncryption whether instances encrypt what they send one another
 * @param volumeKmsKeyId the key of the instances' volumes; absent for AWS's own
 * @param outputKmsKeyId the key of the model; absent for the bucket's own
 * @param script the team's training script, for framework images; absent where the image brings its own
 * @param serving how the model is served
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
        @Nullable Spot spot,
        @Nullable Checkpoint checkpoint,
        @Nullable Vpc vpc,
        boolean networkIsolation,
        boolean trafficEncryption,
        @Nullable String volumeKmsKeyId,
        @Nullable String outputKmsKeyId,
        @Nullable Script script,
        Serving serving,
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
        tags = Copies.of(tags);
    }

    /**
     * A channel of the training job's input.
     *
     * @param name at most 64 characters of {@code [A-Za-z0-9.\-_]}
     * @param s3Uri the S3 prefix
     * @param contentType the MIME type of the data, as {@code text/csv}
     * @param inputMode {@code File}, {@code FastFile} or {@code Pipe}
     * @param distribution {@code FullyReplicated} or {@code ShardedByS3Key}
     */
    public record Channel(String name, String s3Uri, String contentType, String inputMode, String distribution) {}

    /**
     * A metric that SageMaker reads from the training job's log.
     *
     * @param name at most 255 characters
     * @param regex at most 500 characters, with one capture group
     */
    public record MetricDefinition(String name, String regex) {}

    /**
     * Spare instances, which AWS may take back ({@code EnableManagedSpotTraining}).
     *
     * @param maxWaitInSeconds how long the job may take in all, waiting included; at least {@code maxRuntimeInSeconds}
     */
    public record Spot(int maxWaitInSeconds) {}

    /**
     * Where checkpoints are kept ({@code CheckpointConfig}).
     *
     * @param s3Uri the prefix
     * @param localPath the directory in the container, {@code /opt/ml/checkpoints} unless the image says otherwise
     */
    public record Checkpoint(String s3Uri, String localPath) {}

    /**
     * A script that a framework image runs (SageMaker training toolkit): the launcher packs its directory as {@code
     * sourcedir.tar.gz}, and tells the toolkit with {@code sagemaker_program} and {@code sagemaker_submit_directory}.
     *
     * @param directory its directory in {@code SourceOutput}, relative
     * @param entryPoint the script, a file at the directory's root, as {@code train.py}
     * @param codeS3Uri the prefix under which the packed directory is put
     */
    public record Script(String directory, String entryPoint, String codeS3Uri) {}

    /**
     * How the model is served ({@code InferenceSpecification}).
     *
     * @param image the serving image's URI; the training image where that serves too
     * @param environment the serving container's variables
     * @param contentTypes MIME types that it takes
     * @param responseTypes MIME types that it answers in
     * @param realtimeInstanceTypes instance types of endpoints
     * @param transformInstanceTypes instance types of batch transform jobs
     */
    public record Serving(
            String image,
            Map<String, String> environment,
            List<String> contentTypes,
            List<String> responseTypes,
            List<String> realtimeInstanceTypes,
            List<String> transformInstanceTypes) {
        /** Copies the collections. */
        public Serving {
            environment = Copies.of(environment);
            contentTypes = Copies.of(contentTypes);
            responseTypes = Copies.of(responseTypes);
            realtimeInstanceTypes = Copies.of(realtimeInstanceTypes);
            transformInstanceTypes = Copies.of(transformInstanceTypes);
        }
    }
}
