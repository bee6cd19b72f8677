package io.mlops.launch;

import io.mlops.contract.ArtifactFiles;
import io.mlops.contract.ModelPackageArn;
import io.mlops.contract.TrainingSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrainingJobResponse;

/** One run of the Train stage: script, training job, evaluation, model package. */
public final class Launch {
    private final TrainingSettings settings;
    private final LaunchEnvironment environment;
    private final LaunchClients clients;
    private final PrintStream out;
    private final Path directory;
    private final String name;
    private final S3Objects s3;
    private final TrainingJob trainingJob;
    private final TrainingJobLog log;
    private final ModelRegistration registration;

    /**
     * Prepares a run; nothing is called yet.
     *
     * @param settings what to train and where to register it
     * @param environment the execution, the source and its revision, the attempt
     * @param clients AWS
     * @param polling how often to look
     * @param out takes progress and the training job's log
     * @param directory takes the artifact's files
     */
    public Launch(
            TrainingSettings settings,
            LaunchEnvironment environment,
            LaunchClients clients,
            Polling polling,
            PrintStream out,
            Path directory) {
        this.settings = settings;
        this.environment = environment;
        this.clients = clients;
        this.out = out;
        this.directory = directory;
        this.name = environment.trainingJobName(settings.trainingJobPrefix());
        this.s3 = new S3Objects(clients.s3(), settings.outputKmsKeyId());
        this.trainingJob = new TrainingJob(clients.sageMaker(), polling, out, settings, name);
        this.log = new TrainingJobLog(clients.logs(), settings, name, polling, out);
        this.registration = new ModelRegistration(clients.sageMaker(), s3, polling, out, settings, environment);
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
            Preparation prepared = Preparation.of(settings, environment, clients, s3, out);
            JobAdditions additions = JobAdditions.of(settings, name, prepared);
            trainingJob.create(TrainingJobRequest.of(settings, name, environment.execution(), additions));
            DescribeTrainingJobResponse job = trainingJob.await(log);
            FinalMetrics.line(job.finalMetricDataList()).ifPresent(out::println);
            ModelFindings findings = findings(job);
            write(ArtifactFiles.EVALUATION, findings.evaluationFile());
            ModelPackageArn arn = registration.register(job, prepared, findings);
            write(ArtifactFiles.MODEL_PACKAGE_ARN, arn + "\n");
            out.println("model package " + arn + " is PendingManualApproval");
            return arn;
        } finally {
            trainingJob.stop();
        }
    }

    /** Stops the training job if it runs, for a process that is told to end; {@link #run} then ends when the job has. */
    public void stop() {
        trainingJob.stop();
    }

    private ModelFindings findings(DescribeTrainingJobResponse job) {
        S3Uri model = S3Uri.parse("ModelArtifacts", job.modelArtifacts().s3ModelArtifacts());
        return ModelFindings.of(job.finalMetricDataList(), TrainingFiles.beside(model, s3, out));
    }

    private void write(String file, String text) {
        try {
            Files.writeString(directory.resolve(file), text);
        } catch (IOException e) {
            throw new LaunchFailedException("file " + directory.resolve(file) + " is not writable: " + e.getMessage());
        }
    }
}
