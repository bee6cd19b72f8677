package io.mlops.launch;

import io.mlops.contract.TrainingSettings;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.CreateTrainingJobRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrainingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.ResourceInUseException;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;
import software.amazon.awssdk.services.sagemaker.model.TrainingJobStatus;

/**
 * One training job: created, waited for, stopped. {@link #stop} may come from another thread at any moment, also while
 * the job is being created: it then waits for SageMaker's answer, so that no job is left running unseen.
 */
final class TrainingJob {
    private static final Duration LONGEST_REFUSAL = Duration.ofMinutes(1);

    private final SageMakerClient sageMaker;
    private final Polling polling;
    private final PrintStream out;
    private final TrainingSettings settings;
    private final String name;
    private final Object lifetime = new Object();
    private volatile boolean stopping;
    private boolean running;

    TrainingJob(SageMakerClient sageMaker, Polling polling, PrintStream out, TrainingSettings settings, String name) {
        this.sageMaker = sageMaker;
        this.polling = polling;
        this.out = out;
        this.settings = settings;
        this.name = name;
    }

    /**
     * Creates the job, or finds it where an earlier answer of SageMaker was lost: the name is this build's own, so a job
     * of that name is this one.
     */
    void create(CreateTrainingJobRequest request) {
        synchronized (lifetime) {
            if (stopping) {
                throw new LaunchFailedException("told to stop before the training job was created");
            }
            running = true;
            try {
                sageMaker.createTrainingJob(request);
            } catch (ResourceInUseException e) {
                out.println("training job " + name + " exists already: going on with it");
            } catch (SageMakerException e) {
                // A refusal made no job; after a fault of the service there may be one, which is to be stopped.
                running = e.statusCode() >= 500;
                throw e;
            }
        }
        out.println("training job " + name + " created");
    }

    /**
     * Waits for the job's end.
     *
     * @param log what the job prints
     * @return the job as SageMaker describes it, completed
     * @throws LaunchFailedException if the job failed or was stopped; the message is SageMaker's reason
     * @throws SdkException if AWS refuses a look, or all looks of five minutes fail
     */
    DescribeTrainingJobResponse await(TrainingJobLog log) {
        String what = "training job " + name;
        Polling.Pauses pauses = polling.begin();
        PassingFailures looks = new PassingFailures(polling, out);
        String shown = "";
        while (true) {
            Optional<DescribeTrainingJobResponse> seen = looks.look(what, this::describe);
            boolean printed = log.printNew();
            if (seen.isPresent()) {
                DescribeTrainingJobResponse job = seen.get();
                String status = job.trainingJobStatusAsString() + " / " + job.secondaryStatusAsString();
                if (!status.equals(shown)) {
                    out.println(what + ": " + status);
                    shown = status;
                }
                if (ended(job.trainingJobStatus())) {
                    BillableTime.line(job, settings).ifPresent(out::println);
                    log.printRest(printed, job.trainingJobStatus() == TrainingJobStatus.FAILED);
                    return completed(job);
                }
            }
            pauses.pause();
        }
    }

    private DescribeTrainingJobResponse describe() {
        return sageMaker.describeTrainingJob(describe -> describe.trainingJobName(name));
    }

    /**
     * Stops the job if it may be running; a refusal that passes is tried again for a minute. SageMaker then gives the
     * container two minutes to end. Later and repeated calls do nothing.
     */
    void stop() {
        stopping = true;
        synchronized (lifetime) {
            if (!running) {
                return;
            }
            running = false;
            Instant deadline = polling.clock().instant().plus(LONGEST_REFUSAL);
            Polling.Pauses pauses = polling.begin();
            while (!isToldToStop(polling.clock().instant().isBefore(deadline))) {
                pauses.pause();
            }
        }
    }

    private boolean isToldToStop(boolean mayTryAgain) {
        try {
            sageMaker.stopTrainingJob(stop -> stop.trainingJobName(name));
            out.println("training job " + name + " told to stop");
            return true;
        } catch (SdkException e) {
            if (mayTryAgain && PassingFailures.passes(e)) {
                return false;
            }
            out.println("training job " + name + " could not be stopped: " + e.getMessage()
                    + "; look whether it runs, and stop it with StopTrainingJob");
            return true;
        }
    }

    private DescribeTrainingJobResponse completed(DescribeTrainingJobResponse job) {
        synchronized (lifetime) {
            running = false;
        }
        if (stopping) {
            throw new LaunchFailedException("told to stop; the training job is " + job.trainingJobStatusAsString());
        }
        if (job.trainingJobStatus() != TrainingJobStatus.COMPLETED) {
            String reason = job.failureReason();
            throw new LaunchFailedException("training job " + name + " is "
                    + job.trainingJobStatusAsString() + ": "
                    + (reason == null || reason.isBlank() ? job.secondaryStatusAsString() : reason));
        }
        return job;
    }

    private static boolean ended(TrainingJobStatus status) {
        return status == TrainingJobStatus.COMPLETED
                || status == TrainingJobStatus.FAILED
                || status == TrainingJobStatus.STOPPED;
    }
}
