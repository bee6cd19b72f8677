package io.mlops.deploy.endpoint;

import io.mlops.contract.ModelPackageArn;
import io.mlops.deploy.artifact.Release;
import io.mlops.deploy.job.JobFailedException;
import java.util.List;
import software.amazon.awssdk.services.codepipeline.model.FailureType;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.ContainerDefinition;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelPackageResponse;
import software.amazon.awssdk.services.sagemaker.model.ModelApprovalStatus;
import software.amazon.awssdk.services.sagemaker.model.ModelPackageContainerDefinition;
import software.amazon.awssdk.services.sagemaker.model.ModelPackageStatus;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;

/**
 * The gate before the endpoint: only a package that is Completed and Approved goes through, or one that nobody has decided
 * on yet where the settings say so, and only with what was tested inside.
 */
final class ModelPackages {
    private final SageMakerClient sageMaker;
    private final TestedDigests digests;

    ModelPackages(EndpointClients clients) {
        this.sageMaker = clients.sageMaker();
        this.digests = new TestedDigests(clients.s3());
    }

    /**
     * Lets a release's package through.
     *
     * @return what {@code CreateModel} is given: an approved package by its name; a pending one, which SageMaker does not
     *     deploy by name (API model, {@code ModelApprovalStatus}), by its containers
     */
    List<ContainerDefinition> require(Release release) {
        ModelPackageArn arn = release.modelPackageArn();
        DescribeModelPackageResponse described = describe(arn);
        if (described.modelPackageStatus() != ModelPackageStatus.COMPLETED) {
            throw new JobFailedException(
                    FailureType.JOB_FAILED,
                    "model package " + arn + " is " + described.modelPackageStatusAsString()
                            + "; accepted is Completed; run the Train stage again");
        }
        boolean approved = described.modelApprovalStatus() == ModelApprovalStatus.APPROVED;
        boolean pending = described.modelApprovalStatus() == ModelApprovalStatus.PENDING_MANUAL_APPROVAL;
        if (!approved && !(pending && release.settings().pendingAllowed())) {
            throw refused(arn, described, release.settings().pendingAllowed());
        }
        digests.require(release.results(), described);
        return approved
                ? List.of(ContainerDefinition.builder()
                        .modelPackageName(arn.toString())
                        .build())
                : containers(arn, described);
    }

    private static JobFailedException refused(
            ModelPackageArn arn, DescribeModelPackageResponse described, boolean pendingAllowed) {
        String why = described.approvalDescription();
        return new JobFailedException(
                FailureType.JOB_FAILED,
                "model package " + arn + " is " + described.modelApprovalStatusAsString()
                        + (why == null || why.isBlank() ? "" : " (" + why + ")") + "; accepted is Approved"
                        + (pendingAllowed ? " or PendingManualApproval" : "")
                        + "; approve it in the model registry and retry the stage");
    }

    private static List<ContainerDefinition> containers(ModelPackageArn arn, DescribeModelPackageResponse described) {
        if (described.inferenceSpecification() == null
                || described.inferenceSpecification().containers().isEmpty()) {
            throw new JobFailedException(
                    FailureType.CONFIGURATION_ERROR,
                    "model package " + arn + " holds no container to serve; run the Train stage again");
        }
        return described.inferenceSpecification().containers().stream()
                .map(ModelPackages::container)
                .toList();
    }

    private static ContainerDefinition container(ModelPackageContainerDefinition container) {
        ContainerDefinition.Builder definition =
                ContainerDefinition.builder().image(container.image()).modelDataUrl(container.modelDataUrl());
        return container.hasEnvironment() && !container.environment().isEmpty()
                ? definition.environment(container.environment()).build()
                : definition.build();
    }

    private DescribeModelPackageResponse describe(ModelPackageArn arn) {
        try {
            return sageMaker.describeModelPackage(describe -> describe.modelPackageName(arn.toString()));
        } catch (SageMakerException e) {
            if (SageMakerErrors.notFound(e)) {
                throw new JobFailedException(
                        FailureType.REVISION_UNAVAILABLE,
                        "model package " + arn + " is gone; run the pipeline again to train another");
            }
            throw e;
        }
    }
}
