package io.mlops.local.sagemaker;

import io.mlops.local.account.Credentials.AccessKey;
import io.mlops.local.call.Call;
import io.mlops.local.call.Refusals;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.sagemaker.model.*;

/** Finds out what CreateModel's one container runs: an image with a model's archive, or a model package. */
final class ModelContainers {
    private ModelContainers() {}

    /**
     * Resolves the container.
     *
     * @throws AwsServiceException ValidationException if it cannot be run: the role, the package's approval, the image
     *     or the model's archive
     */
    static Container resolve(Call call, CreateModelRequest request) {
        Shapes.refuseAllBut(
                request,
                "ModelName",
                "PrimaryContainer",
                "Containers",
                "ExecutionRoleArn",
                "Tags",
                "EnableNetworkIsolation");
        ContainerDefinition definition = only(request);
        if (request.executionRoleArn() == null) {
            throw Refusals.validation("ExecutionRoleArn is required: the model's data is fetched with that role.");
        }
        AccessKey key = role(call, request).assume(call.cloud());
        Container container = definition.modelPackageName() == null
                ? ofImage(call, request, definition)
                : ofPackage(call, request, definition);
        container.modelData().ifPresent(data -> requireReadable(call, key, data, request.executionRoleArn()));
        return container;
    }

    private static ContainerDefinition only(CreateModelRequest request) {
        boolean primary = request.primaryContainer() != null;
        int count = request.containers().size() + (primary ? 1 : 0);
        if (count == 0 || (primary && count > 1)) {
            throw Refusals.validation("Give exactly one of PrimaryContainer and Containers.");
        } else if (count > 1) {
            throw Refusals.validation("Containers holds " + count
                    + " containers: an inference pipeline or multi-container endpoint is not supported by this emulator,"
                    + " give one");
        }
        ContainerDefinition definition =
                primary ? request.primaryContainer() : request.containers().get(0);
        Shapes.refuseAllBut(
                definition, "ContainerHostname", "Image", "Mode", "ModelDataUrl", "Environment", "ModelPackageName");
        if (definition.mode() == ContainerMode.MULTI_MODEL) {
            throw Shapes.unsupported("Mode MultiModel");
        }
        return definition;
    }

    private static Container ofImage(Call call, CreateModelRequest request, ContainerDefinition definition) {
        if (definition.image() == null) {
            throw Refusals.validation("The container needs Image, or ModelPackageName.");
        }
        return container(call, request, definition.image(), definition.modelDataUrl(), definition.environment());
    }

    private static Container ofPackage(Call call, CreateModelRequest request, ContainerDefinition definition) {
        String arn = definition.modelPackageName();
        DescribeModelPackageResponse found = ModelPackages.of(call).get(arn);
        if (found.modelApprovalStatus() != ModelApprovalStatus.APPROVED
                && !call.cloud().settings().unapprovedModelPackages()) {
            throw Refusals.validation("Model package " + arn + " has ModelApprovalStatus "
                    + found.modelApprovalStatusAsString()
                    + ": it must be Approved before a model can be created from it.");
        } else if (definition.image() != null || definition.modelDataUrl() != null) {
            throw Refusals.validation("Image and ModelDataUrl cannot be given with ModelPackageName: the model package "
                    + arn + " has them.");
        }
        List<ModelPackageContainerDefinition> containers = found.inferenceSpecification() == null
                ? List.of()
                : found.inferenceSpecification().containers();
        if (containers.size() != 1) {
            throw Refusals.validation("Model package " + arn + " has " + containers.size()
                    + " containers in its InferenceSpecification: this emulator serves exactly one");
        }
        ModelPackageContainerDefinition only = containers.get(0);
        Shapes.refuseAllBut(
                only,
                "ContainerHostname",
                "Image",
                "ImageDigest",
                "ModelDataUrl",
                "ModelDataETag",
                "Environment",
                "ModelInput",
                "Framework",
                "FrameworkVersion",
                "NearestModelName");
        Map<String, String> environment = new HashMap<>(only.environment());
        environment.putAll(definition.environment());
        return container(call, request, only.image(), only.modelDataUrl(), environment);
    }

    private static Container container(
            Call call,
            CreateModelRequest request,
            String image,
            @Nullable String modelData,
            Map<String, String> environment) {
        return new Container(
                image,
                Images.command(call.cloud(), image, List.of("serve")),
                Optional.ofNullable(modelData).map(uri -> S3Location.of("modelDataUrl", uri)),
                Map.copyOf(environment),
                role(call, request),
                Boolean.TRUE.equals(request.enableNetworkIsolation()));
    }

    private static ExecutionRole role(Call call, CreateModelRequest request) {
        return new ExecutionRole(request.executionRoleArn(), Shapes.arn(call.scope(), "model", request.modelName()));
    }

    private static void requireReadable(Call call, AccessKey key, S3Location data, String roleArn) {
        try {
            call.cloud()
                    .client(S3Client.class, key.caller(), call.region())
                    .headObject(HeadObjectRequest.builder()
                            .bucket(data.bucket())
                            .key(data.key())
                            .build());
        } catch (AwsServiceException e) {
            throw Refusals.validation("Could not access model data at " + data + ". Please ensure that the role \""
                    + roleArn + "\" exists and that its trust relationship policy allows the action \"sts:AssumeRole\""
                    + " for the service principal \"sagemaker.amazonaws.com\". Also ensure that the role has"
                    + " \"s3:GetObject\" permissions and that the object is located in " + call.region() + ".");
        }
    }
}
