package io.mlops.deploy.endpoint;

import io.mlops.contract.ModelPackageArn;
import io.mlops.deploy.job.JobFailedException;
import software.amazon.awssdk.services.codepipeline.model.FailureType;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelPackageResponse;
import software.amazon.awssdk.services.sagemaker.model.ModelApprovalStatus;
import software.amazon.awssdk.services.sagemaker.model.ModelPackageStatus;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;

/** The gate before the endpoint: only a package that is Completed and Approved goes through. */
final class ModelPackages {
    private final SageMakerClient sageMaker;

    ModelPackages(SageMakerClient sageMaker) {
        this.sageMaker = sageMaker;
    }

    void requireApproved(ModelPackageArn arn) {
        DescribeModelPackageResponse described = describe(arn);
        if (described.modelPackageStatus() != ModelPackageStatus.COMPLETED) {
            throw new JobFailedException(
                    FailureType.JOB_FAILED,
                    "model package " + arn + " is " + described.modelPackageStatusAsString()
                            + "; accepted is Completed; run the Train stage again");
        }
        if (described.modelApprovalStatus() != ModelApprovalStatus.APPROVED) {
            String why = described.approvalDescription();
            throw new JobFailedException(
                    FailureType.JOB_FAILED,
                    "model package " + arn + " is " + described.modelApprovalStatusAsString()
                            + (why == null || why.isBlank() ? "" : " (" + why + ")")
                            + "; accepted is Approved; approve it in the model registry and retry the stage");
        }
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
