package io.mlops.local.codebuild;

import io.mlops.local.account.Credentials.AccessKey;
import io.mlops.local.account.Scheduler;
import io.mlops.local.account.Scope;
import io.mlops.local.call.Cloud;
import io.mlops.local.codebuild.BuildEnvironment.ParameterException;
import io.mlops.local.codebuild.SourceDownload.SourceException;
import io.mlops.local.logs.LogWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.codebuild.model.BuildPhaseType;
import software.amazon.awssdk.services.codebuild.model.StatusType;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.ssm.SsmClient;

/** Takes a build from the queue through its download to its end; {@link BuildPhases} runs its commands. */
final class BuildRun {
    private static final Logger LOG = LoggerFactory.getLogger(BuildRun.class);

    /** How long a build that is stopped may tidy up before it is killed. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Cloud cloud;
    private final Scope scope;
    private final StoredBuild build;
    private final BuildPlan plan;
    private final AccessKey session;
    private final BuildFolder folder;
    private final BuildQueue queue;
    private final Runnable begin = this::begin;
    private final AtomicBoolean released = new AtomicBoolean();
    private Scheduler.Appointment timeout = () -> {};
    private @Nullable StatusType ending;
    private @Nullable PhaseShell shell;

    BuildRun(Cloud cloud, Scope scope, StoredBuild build, BuildPlan plan, AccessKey session) {
        this.cloud = cloud;
        this.scope = scope;
        this.build = build;
        this.plan = plan;
        this.session = session;
        this.queue = BuildQueue.of(cloud, scope);
        String id = build.build().id();
        this.folder = BuildFolder.of(
                cloud.settings().directory(), build.build().projectName(), id.substring(id.indexOf(':') + 1));
    }

    /** Begins, or waits for its turn; the phases follow on workers' threads. */
    void start() {
        build.stoppedBy(() -> end(StatusType.STOPPED));
        build.enter(BuildPhaseType.SUBMITTED, now());
        build.leave(StatusType.SUCCEEDED, now(), "", "");
        build.enter(BuildPhaseType.QUEUED, now());
        setTimeout(build.build().queuedTimeoutInMinutes());
        queue.enter(begin);
    }

    private void begin() {
        setTimeout(build.build().timeoutInMinutes());
        cloud.scheduler().execute(() -> guarded(this::provision));
    }

    private synchronized void setTimeout(int minutes) {
        timeout.cancel();
        timeout = cloud.scheduler().after(Duration.ofMinutes(minutes), () -> end(StatusType.TIMED_OUT));
    }

    /** Ends the build before its time: asks its processes to end, and kills what is left after a grace. */
    private synchronized void end(StatusType why) {
        if (ending != null || build.build().buildComplete()) {
            return;
        }
        ending = why;
        if (queue.leave(begin)) {
            timeout.cancel();
            build.leave(why, now(), "", "");
            build.end(why, now());
        } else if (shell != null) {
            PhaseShell running = shell;
            running.terminate();
            cloud.scheduler().after(GRACE, () -> {
                CompletableFuture<?> unused = killed(running);
            });
        }
    }

    synchronized Optional<StatusType> ending() {
        return Optional.ofNullable(ending);
    }

    private synchronized void use(PhaseShell made) {
        shell = made;
        if (ending != null) {
            made.terminate();
        }
    }

    private void provision() {
        build.leave(StatusType.SUCCEEDED, now(), "", "");
        build.enter(BuildPhaseType.PROVISIONING, now());
        try {
            folder.make();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        BuildLog log = new BuildLog(
                cloud.scheduler(),
                LogWriter.open(cloud, session.caller(), scope.region(), plan.logGroup(), plan.logStream()));
        log.hide(session.accessKeyId());
        build.leave(StatusType.SUCCEEDED, now(), "", "");
        String image = build.build().environment().image();
        log.note(
                plan.image().isEmpty()
                        ? "The machine's own tools stand for the image " + image
                        : "The command " + String.join(" ", plan.image()) + " stands for the image " + image);
        download(log);
    }

    private void download(BuildLog log) {
        build.enter(BuildPhaseType.DOWNLOAD_SOURCE, now());
        log.note("Phase is DOWNLOAD_SOURCE");
        log.note("CODEBUILD_SRC_DIR=" + folder.source());
        S3Client s3 = cloud.client(S3Client.class, session.caller(), scope.region());
        SourceDownload download = new SourceDownload(s3, folder);
        try {
            download.fetch(plan);
            BuildPhases phases = prepare(log, s3, BuildspecReader.read(download.buildspec(plan)));
            leave(log, BuildPhaseType.DOWNLOAD_SOURCE, ending().orElse(StatusType.SUCCEEDED), "", "");
            ending().ifPresentOrElse(why -> finish(log, why), phases::run);
        } catch (SourceException e) {
            failDownload(log, "CLIENT_ERROR", e);
        } catch (BuildspecException e) {
            failDownload(log, "YAML_FILE_ERROR", e);
        } catch (ParameterException e) {
            failDownload(log, "Decrypted Variables Error", e);
        }
    }

    private void failDownload(BuildLog log, String code, Exception why) {
        leave(log, BuildPhaseType.DOWNLOAD_SOURCE, StatusType.FAILED, code, String.valueOf(why.getMessage()));
        finish(log, ending().orElse(StatusType.FAILED));
    }

    private BuildPhases prepare(BuildLog log, S3Client s3, Buildspec buildspec) {
        log.note("YAML location is " + (BuildPlan.isInline(plan.buildspec()) ? "the project" : plan.buildspec()));
        buildspec.notes().forEach(log::note);
        log.note("Processing environment variables");
        Map<String, String> environment =
                new HashMap<>(BuildEnvironment.of(cloud, scope, session, folder, build.build(), plan));
        environment.putAll(BuildEnvironment.users(
                () -> cloud.client(SsmClient.class, session.caller(), scope.region()), buildspec, plan, log));
        log.note("Phases found in YAML: " + buildspec.phases().size());
        buildspec
                .phases()
                .forEach((type, phase) ->
                        log.note(" " + type + ": " + phase.commands().size() + " commands"));
        String marker = "mlops-command-" + cloud.ids().alphanumeric(20) + "-";
        List<String> exported = buildspec.exportedVariables();
        PhaseShell made = new PhaseShell(
                cloud.children(),
                folder,
                plan.image(),
                environment,
                new PhaseScript(folder.state(), marker, exported, buildspec.isolated()),
                log);
        use(made);
        return new BuildPhases(
                this,
                new BuildPhases.Place(cloud, scope, session.caller(), folder, log, s3),
                build,
                plan,
                buildspec,
                environment,
                made);
    }

    /** Ends what runs in the background, and then the build. */
    void finish(BuildLog log, StatusType status) {
        build.enter(BuildPhaseType.FINALIZING, now());
        CompletableFuture<?> unused = killed(running())
                .whenComplete((nothing, error) -> cloud.scheduler()
                        .execute(() -> guarded(() -> {
                            build.leave(StatusType.SUCCEEDED, now(), "", "");
                            log.close();
                            release();
                            build.end(status, now());
                        })));
    }

    private static CompletableFuture<?> killed(@Nullable PhaseShell running) {
        return running == null ? CompletableFuture.completedFuture(null) : running.kill();
    }

    private synchronized @Nullable PhaseShell running() {
        return shell;
    }

    private void release() {
        synchronized (this) {
            timeout.cancel();
        }
        try {
            folder.deleteState();
        } catch (IOException | RuntimeException e) {
            LOG.warn("what the commands of {} left could not be deleted: {}", folder.name(), e.toString());
        }
        if (!released.getAndSet(true)) {
            queue.release();
        }
    }

    void enter(BuildPhaseType phase) {
        build.enter(phase, now());
    }

    void leave(BuildLog log, BuildPhaseType phase, StatusType status, String code, String message) {
        build.leave(status, now(), code, message);
        log.phaseEnded(phase, status, code, message);
    }

    private Instant now() {
        return cloud.scheduler().now();
    }

    /** A fault of the emulator's own, whatever it is, ends the build, as one of AWS's does. */
    void guarded(Runnable step) {
        try {
            step.run();
        } catch (Throwable e) {
            if (cloud.scheduler().isClosed()) {
                LOG.debug("build {} was cut off by the end", build.build().id(), e);
            } else {
                LOG.error("build {} met a fault", build.build().id(), e);
            }
            CompletableFuture<?> unused = killed(running());
            release();
            build.leave(StatusType.FAULT, now(), "INTERNAL_SERVICE_ERROR", "CodeBuild is experiencing an issue");
            build.end(StatusType.FAULT, now());
        }
    }
}
