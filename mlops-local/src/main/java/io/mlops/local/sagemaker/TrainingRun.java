package io.mlops.local.sagemaker;

import io.mlops.local.account.Credentials.AccessKey;
import io.mlops.local.account.Scheduler.Appointment;
import io.mlops.local.account.Scope;
import io.mlops.local.call.Cloud;
import io.mlops.local.cloudwatch.Metrics;
import io.mlops.local.logs.LogWriter;
import io.mlops.local.process.Child;
import io.mlops.local.process.ChildCommand;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.model.Channel;
import software.amazon.awssdk.services.sagemaker.model.CreateTrainingJobRequest;
import software.amazon.awssdk.services.sagemaker.model.MetricData;

/** Runs a training job: downloads, runs the container's command, uploads. */
final class TrainingRun {
    private static final Logger LOG = LoggerFactory.getLogger(TrainingRun.class);
    private static final Duration GRACE = Duration.ofMinutes(2);
    private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(5);

    private final Cloud cloud;
    private final Scope scope;
    private final CreateTrainingJobRequest request;
    private final TrainingJob job;
    private final TrainingMetrics metrics;
    private final AccessKey key;
    private final List<String> command;
    private final S3Client s3;
    private final List<Appointment> appointments = new ArrayList<>();
    private Optional<Child> child = Optional.empty();
    private Optional<Checkpoints> checkpoints = Optional.empty();
    private boolean stopping;
    private boolean ranTooLong;

    TrainingRun(
            Cloud cloud,
            Scope scope,
            CreateTrainingJobRequest request,
            TrainingJob job,
            TrainingMetrics metrics,
            AccessKey key,
            List<String> command) {
        this.cloud = cloud;
        this.scope = scope;
        this.request = request;
        this.job = job;
        this.metrics = metrics;
        this.key = key;
        this.command = command;
        this.s3 = cloud.client(S3Client.class, key.caller(), scope.region());
    }

    TrainingJob job() {
        return job;
    }

    void start() {
        cloud.scheduler().execute(() -> guard(this::prepare));
    }

    /** Asks the container to end, and ends it two minutes later. */
    void stop() {
        stop(false);
    }

    private synchronized void stop(boolean becauseRanTooLong) {
        if (stopping || job.isOver()) {
            return;
        }
        stopping = true;
        ranTooLong = becauseRanTooLong;
        job.stopping(now());
        child.ifPresent(running -> {
            running.terminate();
            appointments.add(cloud.scheduler().after(GRACE, running::kill));
        });
    }

    private interface Step {
        void run() throws ContainerFailure, IOException;
    }

    /** A fault of the emulator's own, whatever it is, ends the job. */
    private void guard(Step step) {
        try {
            step.run();
        } catch (ContainerFailure e) {
            end(() -> job.failed(e.reason(), now()));
        } catch (Throwable e) {
            if (cloud.scheduler().isClosed()) {
                LOG.debug("training job {} was cut off by the end", request.trainingJobName(), e);
            } else {
                LOG.error("training job {} failed in the emulator", request.trainingJobName(), e);
            }
            end(() -> job.failed("InternalServerError: We encountered an internal error. Please try again.", now()));
        }
    }

    private void prepare() throws ContainerFailure, IOException {
        Instant began = now();
        job.download(began);
        synchronized (this) {
            Duration longest = Duration.ofSeconds(TrainingRules.seconds(request.stoppingCondition()));
            appointments.add(cloud.scheduler().after(longest, () -> stop(true)));
        }
        ContainerRoot root =
                ContainerRoot.named(cloud.settings().directory().resolve("training"), request.trainingJobName());
        TrainingFiles.write(root, request);
        TrainingInput input = new TrainingInput(s3, request.roleArn(), scope.region());
        for (Channel channel : request.inputDataConfig()) {
            input.download(channel, root.make("input/data/" + channel.channelName()));
        }
        if (request.checkpointConfig() != null) {
            checkpoints = Optional.of(Checkpoints.restored(s3, request.checkpointConfig(), root, input));
        }
        launch(root, began);
    }

    private synchronized void launch(ContainerRoot root, Instant began) {
        if (stopping) {
            end(() -> job.stopped(ranTooLong, now()));
            return;
        }
        job.train(now());
        LogWriter log = LogWriter.open(
                cloud,
                key.caller(),
                scope.region(),
                "/aws/sagemaker/TrainingJobs",
                request.trainingJobName() + "/algo-1-" + began.getEpochSecond());
        Child started = cloud.children()
                .start(
                        new ChildCommand(
                                "training job " + request.trainingJobName(),
                                command,
                                root.directory(),
                                environment(root)),
                        line -> {
                            log.line(line);
                            metrics.line(line, now()).forEach(this::publish);
                        });
        child = Optional.of(started);
        copyLater(started);
        var unused = started.onExit()
                .thenAccept(status -> cloud.scheduler()
                        .execute(() -> guard(() -> {
                            log.close();
                            finish(root, status);
                        })));
    }

    private void publish(MetricData data) {
        Metrics.put(
                cloud,
                scope,
                "/aws/sagemaker/TrainingJobs",
                data.metricName(),
                Map.of("TrainingJobName", request.trainingJobName()),
                data.value(),
                StandardUnit.NONE);
    }

    /** What cannot be copied now can be at the end, where it fails the job. */
    private void copyLater(Child running) {
        checkpoints.ifPresent(kept -> cloud.scheduler().after(CHECKPOINT_INTERVAL, () -> {
            if (running.isAlive()) {
                try {
                    kept.copy();
                } catch (ContainerFailure | IOException e) {
                    LOG.debug("checkpoints of {} were not copied", request.trainingJobName(), e);
                }
                copyLater(running);
            }
        }));
    }

    private Map<String, String> environment(ContainerRoot root) {
        Map<String, String> environment = ContainerEnvironment.of(
                cloud,
                root,
                scope.region(),
                key,
                Boolean.TRUE.equals(request.enableNetworkIsolation()),
                request.environment());
        environment.put("TRAINING_JOB_NAME", request.trainingJobName());
        environment.put("TRAINING_JOB_ARN", job.described().trainingJobArn());
        return environment;
    }

    private void finish(ContainerRoot root, int status) throws ContainerFailure, IOException {
        boolean asked = settle();
        if (checkpoints.isPresent()) {
            checkpoints.get().copy();
        }
        if (status != 0 && !asked) {
            throw new ContainerFailure("AlgorithmError: " + TrainingFiles.failure(root) + ", exit code: " + status);
        }
        job.upload(now());
        job.artifacts(new TrainingOutput(s3, request).upload(root));
        end(() -> {
            if (asked) {
                job.stopped(ranTooLong, now());
            } else {
                job.completed(now());
            }
        });
    }

    /** From here on the job can no longer be stopped; says whether it was. */
    private synchronized boolean settle() {
        boolean asked = stopping;
        stopping = true;
        child = Optional.empty();
        return asked;
    }

    private synchronized void end(Runnable how) {
        stopping = true;
        appointments.forEach(Appointment::cancel);
        appointments.clear();
        how.run();
    }

    private Instant now() {
        return cloud.scheduler().now();
    }
}
