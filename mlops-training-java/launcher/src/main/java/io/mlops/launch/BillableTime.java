package io.mlops.launch;

import io.mlops.contract.TrainingSettings;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrainingJobResponse;

/** What a training job's time costs: the seconds that AWS bills, and what spare instances saved. */
final class BillableTime {
    private BillableTime() {}

    /**
     * Says it for people. The saving is SageMaker's own: {@code (1 - billable / training) * 100} (developer guide, managed
     * spot training).
     *
     * @return a line; nothing while SageMaker does not know the time
     */
    static Optional<String> line(DescribeTrainingJobResponse job, TrainingSettings settings) {
        Integer training = job.trainingTimeInSeconds();
        Integer billable = job.billableTimeInSeconds();
        if (training == null || billable == null) {
            return Optional.empty();
        }
        int instances = settings.instanceCount();
        String where = (instances == 1 ? "" : " on each of " + instances) + " " + settings.instanceType();
        String saved = settings.spot() == null || training <= 0
                ? ""
                : String.format(Locale.ROOT, "; spot saved %.1f %%", (1 - (double) billable / training) * 100);
        return Optional.of("trained for " + training + " s, billed " + billable + " s" + where + saved);
    }
}
