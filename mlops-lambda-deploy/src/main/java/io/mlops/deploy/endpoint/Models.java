package io.mlops.deploy.endpoint;

import io.mlops.contract.DeploySettings;
import io.mlops.contract.TagKeys;
import io.mlops.contract.Vpc;
import io.mlops.deploy.artifact.Release;
import io.mlops.deploy.job.JobFailedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.model.FailureType;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.ContainerDefinition;
import software.amazon.awssdk.services.sagemaker.model.CreateModelRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelResponse;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;

/** A release's model, described before it is created. */
final class Models {
    private final SageMakerClient sageMaker;

    Models(SageMakerClient sageMaker) {
        this.sageMaker = sageMaker;
    }

    /** Makes the model where it is missing, and refuses one of its name that is another. */
    void ensure(Release release, String name, List<ContainerDefinition> containers) {
        Optional<DescribeModelResponse> found = describe(name);
        if (found.isPresent()) {
            requireOurs(found.get(), release, containers);
            return;
        }
        try {
            sageMaker.createModel(request(release, name, containers));
        } catch (SageMakerException e) {
            if (!SageMakerErrors.exists(e)) {
                throw e;
            }
        }
    }

    /** Names the package that a model serves: by its container, or by its tag where it was made of plain containers. */
    Optional<String> servedPackage(String name) {
        return describe(name)
                .flatMap(model -> containers(model).stream()
                        .map(ContainerDefinition::modelPackageName)
                        .filter(arn -> arn != null)
                        .findFirst()
                        .or(() -> Optional.ofNullable(model.modelArn())
                                .map(arn ->
                                        ReleaseTags.readIfThere(sageMaker, arn).get(TagKeys.MODEL_PACKAGE))));
    }

    private static CreateModelRequest request(Release release, String name, List<ContainerDefinition> containers) {
        DeploySettings settings = release.settings();
        CreateModelRequest.Builder request = CreateModelRequest.builder()
                .modelName(name)
                .executionRoleArn(settings.roleArn())
                .containers(containers)
                .tags(ReleaseTags.sageMaker(ReleaseTags.of(release)));
        if (settings.networkIsolation()) {
            request.enableNetworkIsolation(true);
        }
        Vpc vpc = settings.vpc();
        if (vpc != null) {
            request.vpcConfig(config -> config.subnets(vpc.subnets()).securityGroupIds(vpc.securityGroupIds()));
        }
        return request.build();
    }

    /**
     * A model of a package by name is one of that package for good. One of plain containers was made while the package was
     * pending; it is still ours where its tag names the package, or its containers are the package's.
     */
    private void requireOurs(DescribeModelResponse model, Release release, List<ContainerDefinition> wanted) {
        String arn = release.modelPackageArn().toString();
        List<ContainerDefinition> found = containers(model);
        boolean byName = found.size() == 1 && arn.equals(found.get(0).modelPackageName());
        if (byName || sameImages(found, wanted)) {
            return;
        }
        Map<String, String> tags =
                model.modelArn() == null ? Map.of() : ReleaseTags.readIfThere(sageMaker, model.modelArn());
        if (found.stream().noneMatch(container -> container.modelPackageName() != null)
                && arn.equals(tags.get(TagKeys.MODEL_PACKAGE))) {
            return;
        }
        throw new JobFailedException(
                FailureType.CONFIGURATION_ERROR,
                "model " + model.modelName() + " exists and serves another model; delete it and retry the stage");
    }

    private static boolean sameImages(List<ContainerDefinition> found, List<ContainerDefinition> wanted) {
        return wanted.stream().noneMatch(container -> container.image() == null)
                && key(found).equals(key(wanted));
    }

    private static List<String> key(List<ContainerDefinition> containers) {
        return containers.stream()
                .map(container -> container.image() + " " + container.modelDataUrl())
                .toList();
    }

    private static List<ContainerDefinition> containers(DescribeModelResponse model) {
        return model.containers().isEmpty() && model.primaryContainer() != null
                ? List.of(model.primaryContainer())
                : model.containers();
    }

    private Optional<DescribeModelResponse> describe(String name) {
        try {
            return Optional.of(sageMaker.describeModel(describe -> describe.modelName(name)));
        } catch (SageMakerException e) {
            if (SageMakerErrors.notFound(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
