package io.mlops.launch;

import io.mlops.contract.TrainingSettings;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sagemaker.model.CreateModelPackageRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrainingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.InferenceSpecification;
import software.amazon.awssdk.services.sagemaker.model.MetadataProperties;
import software.amazon.awssdk.services.sagemaker.model.ModelApprovalStatus;
import software.amazon.awssdk.services.sagemaker.model.ModelCardStatus;
import software.amazon.awssdk.services.sagemaker.model.ModelPackageContainerDefinition;

/** Turns what is known of a trained model into SageMaker's {@code CreateModelPackage} request. */
final class ModelPackageRequest {
    private static final int LONGEST_PROPERTY = 1024;

    private final TrainingSettings settings;
    private final LaunchEnvironment environment;
    private final PrintStream out;

    ModelPackageRequest(TrainingSettings settings, LaunchEnvironment environment, PrintStream out) {
        this.settings = settings;
        this.environment = environment;
        this.out = out;
    }

    /** Makes the request; the same run gives the same one, as its {@code ClientToken} promises. */
    CreateModelPackageRequest of(
            DescribeTrainingJobResponse job,
            Preparation prepared,
            ModelFindings findings,
            PackageFiles files,
            String modelData) {
        Map<String, String> metadata = metadata(job, prepared, findings);
        List<String> datasets = settings.channels().stream()
                .map(TrainingSettings.Channel::s3Uri)
                .toList();
        String card = new ModelCard(settings.pipeline(), job.trainingJobArn(), modelData)
                .trainedOn(datasets, settings.image())
                .with(settings.hyperParameters())
                .evaluated(findings.evaluation(), datasets)
                .details(metadata)
                .content();
        return CreateModelPackageRequest.builder()
                .modelPackageGroupName(settings.modelPackageGroup())
                .modelApprovalStatus(ModelApprovalStatus.PENDING_MANUAL_APPROVAL)
                .inferenceSpecification(inference(prepared, modelData))
                .metadataProperties(lineage(job))
                .customerMetadataProperties(metadata)
                .modelMetrics(files.metrics().orElse(null))
                .driftCheckBaselines(files.baselines().orElse(null))
                .modelCard(written -> written.modelCardContent(card).modelCardStatus(ModelCardStatus.DRAFT))
                .clientToken(environment.clientToken(job.trainingJobName()))
                .build();
    }

    private InferenceSpecification inference(Preparation prepared, String modelData) {
        TrainingSettings.Serving serving = settings.serving();
        ModelPackageContainerDefinition.Builder container = ModelPackageContainerDefinition.builder()
                .image(serving.image())
                .imageDigest(prepared.servingDigest().orElse(null))
                .modelDataUrl(modelData);
        Map<String, String> variables = prepared.scriptMode()
                .filter(ScriptMode::serves)
                .map(ScriptMode::servingEnvironment)
                .orElse(serving.environment());
        if (!variables.isEmpty()) {
            container.environment(variables);
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
        String commit = environment.commit();
        return (commit.isEmpty()
                        ? lineage
                        : lineage.commitId(commit.substring(0, Math.min(LONGEST_PROPERTY, commit.length()))))
                .build();
    }

    /** What tells one model from another comes first, and metrics last: those are in the model metrics too. */
    private Map<String, String> metadata(
            DescribeTrainingJobResponse job, Preparation prepared, ModelFindings findings) {
        CustomerMetadata metadata = new CustomerMetadata()
                .add("mlops:pipeline", settings.pipeline())
                .add("mlops:execution", environment.execution())
                .add("mlops:training-job", job.trainingJobName())
                .add("mlops:commit", environment.commit())
                .add("mlops:seed", seed(findings))
                .add(
                        "mlops:hyperparameters-digest",
                        "sha256:" + Sha256.of(new TreeMap<>(settings.hyperParameters()).toString()))
                .add("mlops:image-digest", prepared.imageDigest().orElse(""))
                .add(
                        "mlops:script-digest",
                        prepared.script()
                                .map(script -> "sha256:" + script.digest())
                                .orElse(""))
                .add(
                        "mlops:data-digest",
                        findings.provenance("data_sha256")
                                .map("sha256:"::concat)
                                .orElse(""));
        for (ChannelVersion channel : prepared.channels()) {
            metadata.add("mlops:channel-version:" + channel.channel(), channel.version())
                    .add("mlops:channel-digest:" + channel.channel(), "sha256:" + channel.digest());
        }
        return metadata.addMetrics(findings.evaluation()).entries(out);
    }

    /** The seed that was asked for, by scikit-learn's name too, or else the one that the container says it took. */
    private String seed(ModelFindings findings) {
        return Stream.of("seed", "random_state", "random-state")
                .map(name -> Optional.ofNullable(settings.hyperParameters().get(name)))
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> findings.provenance("seed"))
                .orElse("");
    }
}
