package io.mlops.local.sagemaker;

import io.mlops.local.call.Refusals;
import java.util.List;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sagemaker.model.*;

/** What CreateTrainingJob is asked for and this emulator would have to ignore is refused by name. */
final class TrainingRules {
    private static final Pattern CHANNEL = Pattern.compile("[A-Za-z0-9\\.\\-_]{1,64}");

    private TrainingRules() {}

    static void check(CreateTrainingJobRequest request) {
        Names.check("trainingJobName", request.trainingJobName());
        Shapes.refuse(
                request,
                "VpcConfig",
                "CheckpointConfig",
                "DebugHookConfig",
                "DebugRuleConfigurations",
                "TensorBoardOutputConfig",
                "ExperimentConfig",
                "ProfilerRuleConfigurations",
                "RetryStrategy",
                "RemoteDebugConfig",
                "InfraCheckConfig",
                "SessionChainingConfig",
                "ServerlessJobConfig",
                "MlflowConfig",
                "ModelPackageConfig");
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
        Shapes.refuse(algorithm, "AlgorithmName", "ContainerEntrypoint", "TrainingImageConfig");
        checkMode("AlgorithmSpecification.TrainingInputMode", algorithm.trainingInputMode());
    }

    private static void checkMode(String member, TrainingInputMode mode) {
        if (mode != TrainingInputMode.FILE && mode != TrainingInputMode.FAST_FILE) {
            throw Refusals.validation(
                    member + " " + mode + " is not supported by this emulator: write File or FastFile");
        }
    }

    private static void checkChannel(Channel channel) {
        if (!CHANNEL.matcher(channel.channelName()).matches()
                || List.of(".", "..").contains(channel.channelName())) {
            throw Refusals.validation("1 validation error detected: Value '" + channel.channelName()
                    + "' at 'inputDataConfig.channelName' failed to satisfy constraint: Member must satisfy regular"
                    + " expression pattern: [A-Za-z0-9\\.\\-_]+");
        }
        if (channel.inputMode() != null) {
            checkMode("InputMode of channel " + channel.channelName(), channel.inputMode());
        }
        Shapes.refuse(channel, "ShuffleConfig");
        Shapes.refuse(channel.dataSource(), "FileSystemDataSource", "DatasetSource");
        if (channel.compressionType() == CompressionType.GZIP
                || channel.recordWrapperType() == RecordWrapper.RECORD_IO) {
            throw Shapes.unsupported("CompressionType Gzip or RecordWrapperType RecordIO");
        }
        S3DataSource source = channel.dataSource().s3DataSource();
        if (source == null || source.s3DataType() != S3DataType.S3_PREFIX) {
            throw Refusals.validation(
                    "Channel " + channel.channelName()
                            + " needs DataSource.S3DataSource with S3DataType S3Prefix: no other is supported by this emulator");
        }
        Shapes.refuse(source, "AttributeNames", "InstanceGroupNames", "ModelAccessConfig", "HubAccessConfig");
        var unused = S3Location.of("inputDataConfig.dataSource.s3DataSource.s3Uri", source.s3Uri());
    }

    private static void checkPlace(CreateTrainingJobRequest request) {
        if (request.resourceConfig() == null || request.stoppingCondition() == null) {
            throw Refusals.validation("ResourceConfig and StoppingCondition are required by this emulator.");
        }
        Shapes.refuse(
                request.resourceConfig(),
                "InstanceGroups",
                "KeepAlivePeriodInSeconds",
                "TrainingPlanArn",
                "InstancePlacementConfig");
        Integer instances = request.resourceConfig().instanceCount();
        if (instances != null && instances != 1) {
            throw Refusals.validation("ResourceConfig.InstanceCount " + instances
                    + " is not supported by this emulator: it trains on one instance, write 1");
        }
        if (request.outputDataConfig().compressionType() == OutputCompressionType.NONE) {
            throw Shapes.unsupported("OutputDataConfig.CompressionType NONE");
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
