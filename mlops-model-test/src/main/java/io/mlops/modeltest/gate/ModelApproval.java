package io.mlops.modeltest.gate;

import io.mlops.contract.TestResults;
import io.mlops.contract.TestResults.Status;
import java.io.PrintStream;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.ModelApprovalStatus;

/** Writes a verdict into the model registry. */
public final class ModelApproval {
    /** {@code UpdateModelPackage}: ApprovalDescription has at most 1024 characters, on one line. */
    private static final int LONGEST = 1024;

    private final SageMakerClient sageMaker;
    private final PrintStream out;

    /**
     * Makes the writer.
     *
     * @param sageMaker SageMaker
     * @param out takes what was done
     */
    public ModelApproval(SageMakerClient sageMaker, PrintStream out) {
        this.sageMaker = sageMaker;
        this.out = out;
    }

    /**
     * Approves a package that passed, if the harness may approve, and rejects one that failed.
     *
     * @param results the verdict
     * @param approve whether the harness may approve; else a passed package is left for somebody else's approval
     */
    public void write(TestResults results, boolean approve) {
        if (results.status() == Status.FAILED) {
            update(results, ModelApprovalStatus.REJECTED);
        } else if (approve) {
            update(results, ModelApprovalStatus.APPROVED);
        } else {
            out.println("model package " + results.modelPackageArn() + " waits for its approval: approve is false");
        }
    }

    private void update(TestResults results, ModelApprovalStatus status) {
        String description = "Execution " + results.execution() + ": " + results.reason();
        String line = description.replaceAll("\\s+", " ");
        sageMaker.updateModelPackage(update -> update.modelPackageArn(results.modelPackageArn())
                .modelApprovalStatus(status)
                .approvalDescription(line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…"));
        out.println("model package " + results.modelPackageArn() + " is " + status);
    }
}
