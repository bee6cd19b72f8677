package io.mlops.local.codebuild;

import io.mlops.local.account.Credentials.AccessKey;
import io.mlops.local.account.Scheduler;
import io.mlops.local.account.Scope;
import io.mlops.local.call.Cloud;
import io.mlops.local.codebuild.Buildspec.OnFailure;
import io.mlops.local.codebuild.Buildspec.Phase;
import io.mlops.local.codebuild.PhaseShell.Failure;
import io.mlops.local.logs.LogWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.codebuild.model.BuildPhaseType;
import software.amazon.awssdk.services.codebuild.model.ExportedEnvironmentVariable;
import software.amazon.awssdk.services.codebuild.model.StatusType;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Takes a build through its phases (CodeBuild user guide, "Build phase transitions"): where INSTALL or PRE_BUILD fails
 * the build ends; where BUILD fails, POST_BUILD and UPLOAD_ARTIFACTS still come.
 */
final class BuildRun {
    private static final Logger LOG = LoggerFactory.getLogger(BuildRun.class);
    private static final List<BuildPhaseType> COMMAND_PHASES =
            List.of(BuildPhaseType.INSTALL, BuildPhaseType.PRE_BUILD, BuildPhaseType.BUILD, BuildPhaseType.POST_BUILD);

    /** How long a build that is stopped may tidy up before it is killed. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Cloud cloud;
    private final Scope scope;
    private final StoredBuild build;
    private final BuildPlan plan;
    private final AccessKey session;
    private final BuildFolder folder;
    private Scheduler.Appointment timeout = () -> {};
    private @Nullable StatusType ending;
    private @Nullable PhaseShell shell;

    BuildRun(Cloud cloud, Scope scope, StoredBuild build, BuildPlan plan, AccessKey session) {
        this.cloud = cloud;
        this.scope = scope;
        this.build = build;
        this.plan = plan;
        this.session = session;
        String id = build.build().id();
        this.folder = BuildFolder.of(
                cloud.settings().directory(), build.build().projectName(), id.substring(id.indexOf(':') + 1));
    }

    /** What the phases from DOWNLOAD_SOURCE on work with. */
    private record Workplace(BuildFolder folder, BuildLog log, S3Client s3) {}

    /** What the command phases work with. */
    private record Commands(Workplace place, Buildspec buildspec, PhaseShell shell, Map<String, String> environment) {}

    /** Begins; the phases follow on workers' threads. */
    void start() {
        build.stoppedBy(() -> end(StatusType.STOPPED));
        build.enter(BuildPhaseType.SUBMITTED, now());
        build.leave(StatusType.SUCCEEDED, now(), "", "");
        build.enter(BuildPhaseType.QUEUED, now());
        timeout = cloud.scheduler()
                .after(Duration.ofMinutes(build.build().timeoutInMinutes()), () -> end(StatusType.TIMED_OUT));
        cloud.scheduler().execute(() -> guarded(this::provision));
    }

    /** Ends the build before its time: asks its processes to end, and kills what is left after a grace. */
    private synchronized void end(StatusType why) {
        if (ending != null || build.build().buildComplete()) {
            return;
        }
        ending = why;
        PhaseShell running = shell;
        if (running != null) {
            running.terminate();
            cloud.scheduler().after(GRACE, running::kill);
        }
    }

    private synchronized Optional<StatusType> ending() {
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
        build.leave(StatusType.SUCCEEDED, now(), "", "");
        log.note("The image " + build.build().environment().image() + " stands for the machine's own tools");
        download(new Workplace(folder, log, cloud.client(S3Client.class, session.caller(), scope.region())));
    }

    private void download(Workplace place) {
        BuildLog log = place.log();
        build.enter(BuildPhaseType.DOWNLOAD_SOURCE, now());
        log.note("Phase is DOWNLOAD_SOURCE");
        log.note("CODEBUILD_SRC_DIR=" + place.folder().source());
        SourceDownload download = new SourceDownload(place.s3(), place.folder());
        try {
            download.fetch(plan);
            Commands commands = prepare(place, BuildspecReader.read(download.buildspec(plan)));
            leave(log, BuildPhaseType.DOWNLOAD_SOURCE, ending().orElse(StatusType.SUCCEEDED), "", "");
            if (ending().isPresent()) {
                finish(log, ending().get());
            } else {
                phase(commands, 0, true);
            }
        } catch (SourceDownload.SourceException e) {
            leave(
                    log,
                    BuildPhaseType.DOWNLOAD_SOURCE,
                    StatusType.FAILED,
                    "CLIENT_ERROR",
                    String.valueOf(e.getMessage()));
            finish(log, StatusType.FAILED);
        } catch (BuildspecException e) {
            leave(
                    log,
                    BuildPhaseType.DOWNLOAD_SOURCE,
                    StatusType.FAILED,
                    "YAML_FILE_ERROR",
                    String.valueOf(e.getMessage()));
            finish(log, StatusType.FAILED);
        }
    }

    private Commands prepare(Workplace place, Buildspec buildspec) {
        BuildLog log = place.log();
        log.note("YAML location is " + (plan.isInline() ? "the project" : plan.buildspec()));
        buildspec.notes().forEach(log::note);
        log.note("Phases found in YAML: " + buildspec.phases().size());
        buildspec
                .phases()
                .forEach((type, phase) ->
                        log.note(" " + type + ": " + phase.commands().size() + " commands"));
        Map<String, String> environment =
                BuildEnvironment.of(cloud, scope, session, place.folder(), build.build(), plan);
        BuildEnvironment.addUsers(environment, buildspec, plan);
        PhaseShell made = new PhaseShell(
                cloud.children(),
                place.folder(),
                environment,
                buildspec.exportedVariables(),
                "mlops-command-" + cloud.ids().alphanumeric(20) + "-",
                log);
        use(made);
        return new Commands(place, buildspec, made, environment);
    }

    private void phase(Commands commands, int index, boolean succeeding) {
        if (index == COMMAND_PHASES.size()) {
            upload(commands, succeeding);
            return;
        }
        Phase phase = commands.buildspec().phase(COMMAND_PHASES.get(index));
        build.enter(COMMAND_PHASES.get(index), now());
        commands.place().log().note("Entering phase " + COMMAND_PHASES.get(index));
        CompletableFuture<Optional<Failure>> run = commands.shell()
                .run(phase.commands(), succeeding)
                .thenCompose(failure -> commands.shell()
                        .run(phase.finallyCommands(), succeeding && failure.isEmpty())
                        .thenApply(another -> failure.or(() -> another)));
        CompletableFuture<?> unused = run.whenComplete((failure, error) -> cloud.scheduler()
                .execute(() -> guarded(() -> {
                    if (error != null) {
                        throw new IllegalStateException("a phase could not be run", error);
                    }
                    phaseEnded(commands, index, failure, succeeding);
                })));
    }

    private void phaseEnded(Commands commands, int index, Optional<Failure> failure, boolean succeeding) {
        BuildPhaseType type = COMMAND_PHASES.get(index);
        BuildLog log = commands.place().log();
        if (ending().isPresent()) {
            boolean late = ending().get() == StatusType.TIMED_OUT;
            leave(log, type, ending().get(), late ? "BUILD_TIMED_OUT" : "", late ? "Build has timed out. " : "");
            finish(log, ending().get());
        } else if (failure.isEmpty()) {
            leave(log, type, StatusType.SUCCEEDED, "", "");
            phase(commands, index + 1, succeeding);
        } else {
            failed(commands, index, failure.get(), succeeding);
        }
    }

    private void failed(Commands commands, int index, Failure failure, boolean succeeding) {
        BuildPhaseType type = COMMAND_PHASES.get(index);
        BuildLog log = commands.place().log();
        log.note("Command did not exit successfully " + failure.command() + " exit status " + failure.status());
        leave(
                log,
                type,
                StatusType.FAILED,
                "COMMAND_EXECUTION_ERROR",
                "Error while executing command: " + failure.command() + ". Reason: exit status " + failure.status());
        OnFailure onFailure = commands.buildspec().phase(type).onFailure();
        if (onFailure == OnFailure.CONTINUE) {
            phase(commands, index + 1, succeeding);
        } else if (onFailure == OnFailure.ABORT || type == BuildPhaseType.INSTALL || type == BuildPhaseType.PRE_BUILD) {
            exported(commands);
            finish(log, StatusType.FAILED);
        } else {
            phase(commands, index + 1, false);
        }
    }

    private void upload(Commands commands, boolean succeeding) {
        Workplace place = commands.place();
        build.enter(BuildPhaseType.UPLOAD_ARTIFACTS, now());
        exported(commands);
        CodeBuildClient codebuild = cloud.client(CodeBuildClient.class, session.caller(), scope.region());
        List<String> reports = new BuildReports(cloud, scope, codebuild, place.folder(), place.log())
                .make(build.build(), commands.buildspec());
        build.change(changed -> changed.reportArns(reports));
        StatusType status = StatusType.SUCCEEDED;
        try {
            new ArtifactUpload(place.s3(), place.folder(), place.log()).send(commands.buildspec(), plan.outputs());
            leave(place.log(), BuildPhaseType.UPLOAD_ARTIFACTS, status, "", "");
        } catch (BuildspecException e) {
            status = StatusType.FAILED;
            leave(place.log(), BuildPhaseType.UPLOAD_ARTIFACTS, status, "CLIENT_ERROR", String.valueOf(e.getMessage()));
        }
        finish(place.log(), ending().orElse(succeeding ? status : StatusType.FAILED));
    }

    private void exported(Commands commands) {
        List<ExportedEnvironmentVariable> variables =
                ExportedVariables.read(commands.place().folder(), commands.buildspec(), commands.environment());
        build.change(changed -> changed.exportedEnvironmentVariables(variables));
    }

    private void finish(BuildLog log, StatusType status) {
        timeout.cancel();
        build.enter(BuildPhaseType.FINALIZING, now());
        build.leave(StatusType.SUCCEEDED, now(), "", "");
        log.close();
        deleteState();
        build.end(status, now());
    }

    private void leave(BuildLog log, BuildPhaseType phase, StatusType status, String code, String message) {
        build.leave(status, now(), code, message);
        log.phaseEnded(phase, status, code, message);
    }

    private Instant now() {
        return cloud.scheduler().now();
    }

    private void deleteState() {
        try {
            folder.deleteState();
        } catch (IOException | RuntimeException e) {
            LOG.warn("what the commands of {} left could not be deleted: {}", folder.name(), e.toString());
        }
    }

    /** A fault of the emulator's own, whatever it is, ends the build, as one of AWS's does. */
    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (Throwable e) {
            if (cloud.scheduler().isClosed()) {
                LOG.debug("build {} was cut off by the end", build.build().id(), e);
            } else {
                LOG.error("build {} met a fault", build.build().id(), e);
            }
            timeout.cancel();
            deleteState();
            build.leave(StatusType.FAULT, now(), "INTERNAL_SERVICE_ERROR", "CodeBuild is experiencing an issue");
            build.end(StatusType.FAULT, now());
        }
    }
}
