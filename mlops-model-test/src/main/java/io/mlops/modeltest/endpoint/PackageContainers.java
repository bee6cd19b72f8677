package io.mlops.modeltest.endpoint;

import io.mlops.contract.ModelPackageArn;
import java.util.List;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.ContainerDefinition;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelPackageResponse;
import software.amazon.awssdk.services.sagemaker.model.ModelPackageContainerDefinition;
import software.amazon.awssdk.services.sagemaker.model.ModelPackageStatus;

/**
 * The containers inside a model package. A package that waits for its approval cannot be deployed by name, so the test
 * serves the same image, model data and environment as a plain model.
 */
public final class PackageContainers {
    private PackageContainers() {}

    /**
     * Describes a package's containers.
     *
     * @param sageMaker SageMaker
     * @param arn the package
     * @return what {@code CreateModel} is given, in the package's order
     * @throws EndpointUnavailableException if the package is not Completed or holds no container
     */
    public static List<ContainerDefinition> of(SageMakerClient sageMaker, ModelPackageArn arn) {
        DescribeModelPackageResponse described =
                sageMaker.describeModelPackage(describe -> describe.modelPackageName(arn.toString()));
        if (described.modelPackageStatus() != ModelPackageStatus.COMPLETED) {
            throw new EndpointUnavailableException("model package " + arn + " is "
                    + described.modelPackageStatusAsString() + "; accepted is Completed; run the Train stage again");
        }
        if (described.inferenceSpecification() == null
                || described.inferenceSpecification().containers().isEmpty()) {
            throw new EndpointUnavailableException("model package " + arn + " holds no container to serve");
        }
        return described.inferenceSpecification().containers().stream()
                .map(PackageContainers::container)
                .toList();
    }

    private static ContainerDefinition container(ModelPackageContainerDefinition container) {
        ContainerDefinition.Builder definition =
                ContainerDefinition.builder().image(container.image()).modelDataUrl(container.modelDataUrl());
        return container.hasEnvironment() && !container.environment().isEmpty()
                ? definition.environment(container.environment()).build()
                : definition.build();
    }
}
