package io.mlops.local.sagemaker;

import io.mlops.local.call.Refusals;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.sagemaker.model.*;

/** What CreateTrainingJob is asked for and this emulator would have to ignore is refused by name. */
final class TrainingRules {
    private static final String CHECKPOINTS = "/opt/ml/checkpoints";
    private static final Set<S3DataType> TYPES = Set.of(S3DataType.S3_PREFIX, S3DataType.MANIFEST_FILE);

    private TrainingRules() {}

    static void check(CreateTrainingJobRequest request) {
        Shapes.refuseAllBut(
                request,
                "TrainingJobName",
                "HyperParameters",
                "AlgorithmSpecification",
                "RoleArn",
                "InputDataConfig",
                "OutputDataConfig",
                "ResourceConfig",
                "StoppingCondition",
                "Tags",
                "EnableNetworkIsolation",
                "EnableInterContainerTrafficEncryption",
                "EnableManagedSpotTraining",
                "CheckpointConfig",
                "ProfilerConfig",
                "Environment");
        if (request.profilerConfig() != null
                && !Boolean.TRUE.equals(request.profilerConfig().disableProfiler())) {
            throw Shapes.unsupported("ProfilerConfig, but for DisableProfiler true,");
        }
        checkAlgorithm(request.algorithmSpecification());
        request.inputDataConfig().forEach(TrainingRules::checkChannel);
        checkPlace(request);
        checkTimes(request);
        ResourceTags.check(request.tags());
    }

    private static void checkAlgorithm(AlgorithmSpecification algorithm) {
        if (algorithm == null || algorithm.trainingImage() == null) {
            throw Refusals.validation("AlgorithmSpecification.TrainingImage is required by this emulator:"
                    + " it has no AlgorithmName's algorithms.");
        }
        Shapes.refuseAllBut(
                algorithm,
                "TrainingImage",
                "TrainingInputMode",
                "MetricDefinitions",
                "ContainerEntrypoint",
                "ContainerArguments");
        checkMode("AlgorithmSpecification.TrainingInputMode", algorithm.trainingInputMode());
    }

    private static void checkMode(String member, TrainingInputMode mode) {
        if (mode != TrainingInputMode.FILE && mode != TrainingInputMode.FAST_FILE) {
            throw Refusals.validation(
                    member + " " + mode + " is not supported by this emulator: write File or FastFile");
        }
    }

    private static void checkChannel(Channel channel) {
        if (List.of(".", "..").contains(channel.channelName())) {
            throw Refusals.validation("The channel name " + channel.channelName() + " is no name of a directory.");
        }
        if (channel.inputMode() != null) {
            checkMode("InputMode of channel " + channel.channelName(), channel.inputMode());
        }
        Shapes.refuseAllBut(
                channel,
                "ChannelName",
                "DataSource",
                "ContentType",
                "CompressionType",
                "RecordWrapperType",
                "InputMode");
        Shapes.refuseAllBut(channel.dataSource(), "S3DataSource");
        if (channel.compressionType() == CompressionType.GZIP
                || channel.recordWrapperType() == RecordWrapper.RECORD_IO) {
            throw Shapes.unsupported("CompressionType Gzip or RecordWrapperType RecordIO");
        }
        S3DataSource source = channel.dataSource().s3DataSource();
        if (source == null || !TYPES.contains(source.s3DataType())) {
            throw Refusals.validation("Channel " + channel.channelName() + " needs DataSource.S3DataSource with"
                    + " S3DataType S3Prefix or ManifestFile: no other is supported by this emulator");
        }
        Shapes.refuseAllBut(source, "S3DataType", "S3Uri", "S3DataDistributionType");
        var unused = S3Location.of("inputDataConfig.dataSource.s3DataSource.s3Uri", source.s3Uri());
    }

    private static void checkPlace(CreateTrainingJobRequest request) {
        if (request.resourceConfig() == null || request.stoppingCondition() == null) {
            throw Refusals.validation("ResourceConfig and StoppingCondition are required by this emulator.");
        }
        Shapes.refuseAllBut(
                request.resourceConfig(), "InstanceType", "InstanceCount", "VolumeSizeInGB", "VolumeKmsKeyId");
        Integer instances = request.resourceConfig().instanceCount();
        if (instances != null && instances != 1) {
            throw Refusals.validation("ResourceConfig.InstanceCount " + instances
                    + " is not supported by this emulator: it trains on one instance, write 1");
        }
        if (request.outputDataConfig().compressionType() == OutputCompressionType.NONE) {
            throw Shapes.unsupported("OutputDataConfig.CompressionType NONE");
        }
        CheckpointConfig checkpoints = request.checkpointConfig();
        if (checkpoints != null) {
            if (checkpoints.localPath() != null && !checkpoints.localPath().equals(CHECKPOINTS)) {
                throw Shapes.unsupported("CheckpointConfig.LocalPath, but for " + CHECKPOINTS + ",");
            }
            S3Location.of("checkpointConfig.s3Uri", checkpoints.s3Uri());
        }
        var unused = S3Location.of(
                "outputDataConfig.s3OutputPath", request.outputDataConfig().s3OutputPath());
    }

    private static void checkTimes(CreateTrainingJobRequest request) {
        StoppingCondition condition = request.stoppingCondition();
        boolean spot = Boolean.TRUE.equals(request.enableManagedSpotTraining());
        Integer longest = condition.maxWaitTimeInSeconds();
        if (spot && (longest == null || longest < seconds(condition))) {
            throw Refusals.validation("Invalid MaxWaitTimeInSeconds. It must be present and be greater than or equal to"
                    + " MaxRuntimeInSeconds");
        } else if (!spot && longest != null) {
            throw Refusals.validation(
                    "MaxWaitTimeInSeconds above MaxRuntimeInSeconds is only for EnableManagedSpotTraining true.");
        }
    }

    /** Gives how long a job may run; a day unless it says so. */
    static int seconds(StoppingCondition condition) {
        return condition.maxRuntimeInSeconds() == null ? 86_400 : condition.maxRuntimeInSeconds();
    }
}
