package io.mlops.launch;

import io.mlops.contract.Evaluation;
import io.mlops.contract.ModelPackageArn;
import io.mlops.contract.TrainingSettings;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.CreateModelPackageRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelPackageResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrainingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.InferenceSpecification;
import software.amazon.awssdk.services.sagemaker.model.MetadataProperties;
import software.amazon.awssdk.services.sagemaker.model.ModelApprovalStatus;
import software.amazon.awssdk.services.sagemaker.model.ModelPackageContainerDefinition;
import software.amazon.awssdk.services.sagemaker.model.ModelPackageStatus;

/** Registers a training job's model as a package that waits for its approval, with where it came from. */
final class ModelRegistration {
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final SageMakerClient sageMaker;
    private final Polling polling;
    private final PrintStream out;
    private final TrainingSettings settings;
    private final LaunchEnvironment environment;

    ModelRegistration(
            SageMakerClient sageMaker,
            Polling polling,
            PrintStream out,
            TrainingSettings settings,
            LaunchEnvironment environment) {
        this.sageMaker = sageMaker;
        this.polling = polling;
        this.out = out;
        this.settings = settings;
        this.environment = environment;
    }

    /**
     * Registers the model and waits until SageMaker has completed the package. Idempotent: the same execution and
     * training job give the same package ({@code ClientToken}).
     *
     * @throws LaunchFailedException if the package fails, or is not completed within ten minutes
     */
    ModelPackageArn register(DescribeTrainingJobResponse job, Evaluation evaluation) {
        String arn = sageMaker.createModelPackage(request(job, evaluation)).modelPackageArn();
        Instant deadline = polling.clock().instant().plus(LONGEST);
        Polling.Pauses pauses = polling.begin();
        PassingFailures looks = new PassingFailures(polling, out);
        while (true) {
            Optional<DescribeModelPackageResponse> seen = looks.look(
                    "model package " + arn,
                    () -> sageMaker.describeModelPackage(describe -> describe.modelPackageName(arn)));
            if (seen.filter(described -> isCompleted(arn, described)).isPresent()) {
                return ModelPackageArn.parse(arn);
            }
            if (polling.clock().instant().isAfter(deadline)) {
                throw new LaunchFailedException("model package " + arn + " is still "
                        + seen.map(DescribeModelPackageResponse::modelPackageStatusAsString)
                                .orElse("not to be seen")
                        + " after " + LONGEST.toMinutes() + " minutes; retry the stage");
            }
            pauses.pause();
        }
    }

    private static boolean isCompleted(String arn, DescribeModelPackageResponse described) {
        if (described.modelPackageStatus() == ModelPackageStatus.FAILED) {
            throw new LaunchFailedException("model package " + arn + " is Failed: " + details(described));
        }
        return described.modelPackageStatus() == ModelPackageStatus.COMPLETED;
    }

    private CreateModelPackageRequest request(DescribeTrainingJobResponse job, Evaluation evaluation) {
        return CreateModelPackageRequest.builder()
                .modelPackageGroupName(settings.modelPackageGroup())
                .modelApprovalStatus(ModelApprovalStatus.PENDING_MANUAL_APPROVAL)
                .inferenceSpecification(inference(job))
                .metadataProperties(lineage(job))
                .customerMetadataProperties(customerMetadata(job, evaluation))
                .clientToken(environment.clientToken(job.trainingJobName()))
                .build();
    }

    private InferenceSpecification inference(DescribeTrainingJobResponse job) {
        TrainingSettings.Serving serving = settings.serving();
        ModelPackageContainerDefinition.Builder container = ModelPackageContainerDefinition.builder()
                .image(serving.image())
                .modelDataUrl(job.modelArtifacts().s3ModelArtifacts());
        if (!serving.environment().isEmpty()) {
            container.environment(serving.environment());
        }
        InferenceSpecification.Builder inference = InferenceSpecification.builder()
                .containers(container.build())
                .supportedContentTypes(serving.contentTypes())
                .supportedResponseMIMETypes(serving.responseTypes())
                .supportedRealtimeInferenceInstanceTypesWithStrings(serving.realtimeInstanceTypes());
        if (!serving.transformInstanceTypes().isEmpty()) {
            inference.supportedTransformInstanceTypesWithStrings(serving.transformInstanceTypes());
        }
        return inference.build();
    }

    private MetadataProperties lineage(DescribeTrainingJobResponse job) {
        MetadataProperties.Builder lineage =
                MetadataProperties.builder().generatedBy(job.trainingJobArn()).projectId(settings.pipeline());
        return (environment.commit().isEmpty() ? lineage : lineage.commitId(environment.commit())).build();
    }

    /** At most 50 entries of 128 and 256 characters, of the same set (API model of {@code CreateModelPackage}). */
    private Map<String, String> customerMetadata(DescribeTrainingJobResponse job, Evaluation evaluation) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("mlops:pipeline", settings.pipeline());
        metadata.put("mlops:execution", environment.execution());
        metadata.put("mlops:training-job", job.trainingJobName());
        if (!environment.commit().isEmpty()) {
            metadata.put("mlops:commit", environment.commit());
        }
        evaluation
                .binaryClassificationMetrics()
                .forEach((name, metric) ->
                        metadata.put(accepted("mlops:metric:" + name, 128), Double.toString(metric.value())));
        metadata.replaceAll((key, value) -> accepted(value, 256));
        return metadata;
    }

    private static String accepted(String text, int longest) {
        String clean = text.replaceAll("[^\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]", "_");
        return clean.substring(0, Math.min(longest, clean.length()));
    }

    private static String details(DescribeModelPackageResponse described) {
        return described.modelPackageStatusDetails() == null
                ? "no details"
                : described.modelPackageStatusDetails().toString();
    }
}
