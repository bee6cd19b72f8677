package io.mlops.local.sagemaker;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrainingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.SecondaryStatus;
import software.amazon.awssdk.services.sagemaker.model.SecondaryStatusTransition;
import software.amazon.awssdk.services.sagemaker.model.TrainingJobStatus;

/** A training job as it is described, and its way through the statuses. */
final class TrainingJob {
    private final TrainingMetrics metrics;
    private DescribeTrainingJobResponse described;
    private Consumer<DescribeTrainingJobResponse> told = state -> {};

    TrainingJob(DescribeTrainingJobResponse created, TrainingMetrics metrics) {
        this.metrics = metrics;
        this.described = created;
        enter(
                TrainingJobStatus.IN_PROGRESS,
                SecondaryStatus.STARTING,
                "Starting the training job",
                created.creationTime());
    }

    synchronized DescribeTrainingJobResponse described() {
        return described.toBuilder().finalMetricDataList(metrics.all()).build();
    }

    synchronized boolean isOver() {
        TrainingJobStatus status = described.trainingJobStatus();
        return status != TrainingJobStatus.IN_PROGRESS && status != TrainingJobStatus.STOPPING;
    }

    synchronized void download(Instant now) {
        described = described.toBuilder().trainingStartTime(now).build();
        proceed(SecondaryStatus.DOWNLOADING, "Downloading input data", now);
    }

    synchronized void train(Instant now) {
        proceed(SecondaryStatus.TRAINING, "Training image download completed. Training in progress.", now);
    }

    synchronized void upload(Instant now) {
        proceed(SecondaryStatus.UPLOADING, "Uploading generated training model", now);
    }

    /** Goes to the next step unless the job is being stopped, which stays its status until it ended. */
    private void proceed(SecondaryStatus status, String message, Instant now) {
        if (described.trainingJobStatus() == TrainingJobStatus.IN_PROGRESS) {
            enter(TrainingJobStatus.IN_PROGRESS, status, message, now);
            told.accept(described);
        }
    }

    synchronized void stopping(Instant now) {
        enter(TrainingJobStatus.STOPPING, SecondaryStatus.STOPPING, "Stopping the training job", now);
        told.accept(described);
    }

    synchronized void artifacts(String uri) {
        described = described.toBuilder()
                .modelArtifacts(a -> a.s3ModelArtifacts(uri))
                .build();
    }

    synchronized void completed(Instant now) {
        end(TrainingJobStatus.COMPLETED, SecondaryStatus.COMPLETED, "Training job completed", now);
    }

    synchronized void stopped(boolean ranTooLong, Instant now) {
        end(
                TrainingJobStatus.STOPPED,
                ranTooLong ? SecondaryStatus.MAX_RUNTIME_EXCEEDED : SecondaryStatus.STOPPED,
                ranTooLong ? "Training job runtime exceeded MaxRuntimeInSeconds provided" : "Training job stopped",
                now);
    }

    synchronized void failed(String reason, Instant now) {
        described = described.toBuilder().failureReason(reason).build();
        end(TrainingJobStatus.FAILED, SecondaryStatus.FAILED, "Training job failed", now);
    }

    private void end(TrainingJobStatus status, SecondaryStatus secondary, String message, Instant now) {
        enter(status, secondary, message, now);
        List<SecondaryStatusTransition> transitions = new ArrayList<>(described.secondaryStatusTransitions());
        transitions.set(
                transitions.size() - 1,
                transitions.get(transitions.size() - 1).toBuilder().endTime(now).build());
        DescribeTrainingJobResponse.Builder ended =
                described.toBuilder().trainingEndTime(now).secondaryStatusTransitions(transitions);
        if (described.trainingStartTime() != null) {
            int seconds = (int) Math.ceil(
                    Duration.between(described.trainingStartTime(), now).toMillis() / 1000.0);
            ended.trainingTimeInSeconds(seconds).billableTimeInSeconds(seconds);
        }
        described = ended.build();
        told.accept(described);
    }

    private void enter(TrainingJobStatus status, SecondaryStatus secondary, String message, Instant now) {
        List<SecondaryStatusTransition> transitions = new ArrayList<>(described.secondaryStatusTransitions());
        if (!transitions.isEmpty()) {
            SecondaryStatusTransition before = transitions.remove(transitions.size() - 1);
            transitions.add(before.toBuilder().endTime(now).build());
        }
        transitions.add(SecondaryStatusTransition.builder()
                .status(secondary)
                .startTime(now)
                .statusMessage(message)
                .build());
        described = described.toBuilder()
                .trainingJobStatus(status)
                .secondaryStatus(secondary)
                .secondaryStatusTransitions(transitions)
                .lastModifiedTime(now)
                .build();
    }

    /** Tells of this state and those that follow. */
    synchronized void tell(Consumer<DescribeTrainingJobResponse> listener) {
        told = listener;
        told.accept(described);
    }
}
