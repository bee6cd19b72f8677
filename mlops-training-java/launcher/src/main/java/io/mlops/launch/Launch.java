package io.mlops.launch;

import io.mlops.contract.ArtifactFiles;
import io.mlops.contract.ContractJson;
import io.mlops.contract.Evaluation;
import io.mlops.contract.ModelPackageArn;
import io.mlops.contract.TrainingSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrainingJobResponse;

/** One run of the Train stage: training job, evaluation, model package. */
public final class Launch {
    private final PrintStream out;
    private final Path directory;
    private final TrainingJob trainingJob;
    private final TrainingJobLog log;
    private final ModelRegistration registration;

    /**
     * Prepares a run; nothing is called yet.
     *
     * @param settings what to train and where to register it
     * @param environment the execution, the source's revision and the attempt
     * @param sageMaker SageMaker
     * @param logs CloudWatch Logs, asked for when the training job exists
     * @param polling how often to look
     * @param out takes progress and the training job's log
     * @param directory takes the artifact's files
     */
    public Launch(
            TrainingSettings settings,
            LaunchEnvironment environment,
            SageMakerClient sageMaker,
            Supplier<CloudWatchLogsClient> logs,
            Polling polling,
            PrintStream out,
            Path directory) {
        String name = environment.trainingJobName(settings.trainingJobPrefix());
        this.out = out;
        this.directory = directory;
        this.trainingJob = new TrainingJob(
                sageMaker, polling, out, TrainingJobRequest.of(settings, name, environment.execution()));
        this.log = new TrainingJobLog(logs, name, polling, out);
        this.registration = new ModelRegistration(sageMaker, polling, out, settings, environment);
    }

    /**
     * Trains, registers, and writes {@link ArtifactFiles#EVALUATION} and {@link ArtifactFiles#MODEL_PACKAGE_ARN}. Whatever
     * goes wrong, no training job is left running.
     *
     * @return the model package, completed and pending approval
     * @throws LaunchFailedException if there is no model package at the end
     * @throws software.amazon.awssdk.core.exception.SdkException if AWS refuses a call
     */
    public ModelPackageArn run() {
        try {
            trainingJob.create();
            DescribeTrainingJobResponse job = trainingJob.await(log);
            Evaluation evaluation = FinalMetrics.evaluation(job.finalMetricDataList());
            write(ArtifactFiles.EVALUATION, ContractJson.write(evaluation));
            ModelPackageArn arn = registration.register(job, evaluation);
            write(ArtifactFiles.MODEL_PACKAGE_ARN, arn + "\n");
            out.println("model package " + arn + " is PendingManualApproval");
            return arn;
        } finally {
            trainingJob.stop();
        }
    }

    /** Stops the training job if it runs; for a process that is told to end. */
    public void stop() {
        trainingJob.stop();
    }

    private void write(String name, String text) {
        try {
            Files.writeString(directory.resolve(name), text);
        } catch (IOException e) {
            throw new LaunchFailedException("file " + directory.resolve(name) + " is not writable: " + e.getMessage());
        }
    }
}
