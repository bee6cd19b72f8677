package io.mlops.local.codebuild;

import io.mlops.local.account.Caller;
import io.mlops.local.account.Scope;
import io.mlops.local.call.Cloud;
import io.mlops.local.codebuild.Buildspec.OnFailure;
import io.mlops.local.codebuild.Buildspec.Phase;
import io.mlops.local.codebuild.PhaseShell.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.codebuild.model.BuildArtifacts;
import software.amazon.awssdk.services.codebuild.model.BuildPhaseType;
import software.amazon.awssdk.services.codebuild.model.EnvironmentVariable;
import software.amazon.awssdk.services.codebuild.model.EnvironmentVariableType;
import software.amazon.awssdk.services.codebuild.model.StatusType;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Runs a build's commands and sends what they made (CodeBuild user guide, "Build phase transitions"): where INSTALL or
 * PRE_BUILD fails the build ends; where BUILD fails, POST_BUILD and UPLOAD_ARTIFACTS still come.
 */
final class BuildPhases {
    private static final List<BuildPhaseType> COMMAND_PHASES =
            List.of(BuildPhaseType.INSTALL, BuildPhaseType.PRE_BUILD, BuildPhaseType.BUILD, BuildPhaseType.POST_BUILD);

    private final BuildRun run;
    private final Place place;
    private final StoredBuild build;
    private final BuildPlan plan;
    private final Buildspec buildspec;
    private final Map<String, String> environment;
    private final PhaseShell shell;

    /** Where a build is, and what it calls AWS with. */
    record Place(Cloud cloud, Scope scope, Caller caller, BuildFolder folder, BuildLog log, S3Client s3) {}

    BuildPhases(
            BuildRun run,
            Place place,
            StoredBuild build,
            BuildPlan plan,
            Buildspec buildspec,
            Map<String, String> environment,
            PhaseShell shell) {
        this.run = run;
        this.place = place;
        this.build = build;
        this.plan = plan;
        this.buildspec = buildspec;
        this.environment = environment;
        this.shell = shell;
    }

    /** Runs from the first phase on. */
    void run() {
        phase(0, true);
    }

    private void phase(int index, boolean succeeding) {
        if (index == COMMAND_PHASES.size()) {
            nameArtifacts(succeeding);
            return;
        }
        Phase phase = buildspec.phase(COMMAND_PHASES.get(index));
        run.enter(COMMAND_PHASES.get(index));
        place.log().note("Entering phase " + COMMAND_PHASES.get(index));
        CompletableFuture<Optional<Failure>> commands = shell.run(phase.commands(), succeeding)
                .thenCompose(failure -> shell.run(phase.finallyCommands(), succeeding && failure.isEmpty())
                        .thenApply(another -> failure.or(() -> another)));
        then(commands, failure -> ended(index, failure, succeeding));
    }

    /** Goes on, on a worker's thread, with what was made. */
    private <T> void then(CompletableFuture<T> made, Consumer<T> next) {
        CompletableFuture<?> unused = made.whenComplete((value, error) -> place.cloud()
                .scheduler()
                .execute(() -> run.guarded(() -> {
                    if (error != null) {
                        throw new IllegalStateException("a phase could not be run", error);
                    }
                    next.accept(value);
                })));
    }

    private void ended(int index, Optional<Failure> failure, boolean succeeding) {
        BuildPhaseType type = COMMAND_PHASES.get(index);
        if (run.ending().isPresent()) {
            boolean late = run.ending().get() == StatusType.TIMED_OUT;
            leave(type, run.ending().get(), late ? "BUILD_TIMED_OUT" : "", late ? "Build has timed out. " : "");
            run.finish(place.log(), run.ending().get());
        } else if (failure.isEmpty()) {
            leave(type, StatusType.SUCCEEDED, "", "");
            phase(index + 1, succeeding);
        } else {
            failed(index, failure.get(), succeeding);
        }
    }

    private void failed(int index, Failure failure, boolean succeeding) {
        BuildPhaseType type = COMMAND_PHASES.get(index);
        place.log().note("Command did not exit successfully " + failure.command() + " exit status " + failure.status());
        leave(
                type,
                StatusType.FAILED,
                "COMMAND_EXECUTION_ERROR",
                "Error while executing command: " + failure.command() + ". Reason: exit status " + failure.status());
        OnFailure onFailure = buildspec.phase(type).onFailure();
        if (onFailure == OnFailure.CONTINUE) {
            phase(index + 1, succeeding);
        } else if (onFailure == OnFailure.ABORT || type == BuildPhaseType.INSTALL || type == BuildPhaseType.PRE_BUILD) {
            exported();
            run.finish(place.log(), StatusType.FAILED);
        } else {
            phase(index + 1, false);
        }
    }

    /** Has the shell work out the artifacts' names that the buildspec gives, where they are asked for. */
    private void nameArtifacts(boolean succeeding) {
        run.enter(BuildPhaseType.UPLOAD_ARTIFACTS);
        CompletableFuture<List<BuildOutput>> named = CompletableFuture.completedFuture(new ArrayList<>());
        for (BuildOutput output : plan.outputs()) {
            Optional<String> name = ArtifactUpload.of(
                            buildspec, output, plan.outputs().size())
                    .flatMap(Buildspec.Artifacts::name)
                    .filter(given -> output.isNamedByBuildspec());
            CompletableFuture<BuildOutput> one = name.map(shell::evaluate)
                    .map(evaluated -> evaluated.thenApply(output::named))
                    .orElseGet(() -> CompletableFuture.completedFuture(output));
            named = named.thenCompose(before -> one.thenApply(next -> {
                before.add(next);
                return before;
            }));
        }
        then(named, outputs -> upload(outputs, succeeding));
    }

    private void upload(List<BuildOutput> outputs, boolean succeeding) {
        exported();
        CodeBuildClient codebuild = place.cloud()
                .client(CodeBuildClient.class, place.caller(), place.scope().region());
        List<String> reports = new BuildReports(place, codebuild).make(build.build(), buildspec);
        build.change(changed -> changed.reportArns(reports));
        StatusType status = StatusType.SUCCEEDED;
        try {
            List<BuildArtifacts> sent =
                    new ArtifactUpload(place.s3(), place.folder(), place.log()).send(buildspec, outputs);
            build.change(changed -> StoredBuild.withArtifacts(changed, sent));
            leave(BuildPhaseType.UPLOAD_ARTIFACTS, status, "", "");
        } catch (BuildspecException e) {
            status = StatusType.FAILED;
            leave(BuildPhaseType.UPLOAD_ARTIFACTS, status, "CLIENT_ERROR", String.valueOf(e.getMessage()));
        }
        run.finish(place.log(), run.ending().orElse(succeeding ? status : StatusType.FAILED));
    }

    /** A parameter of the project's may not be handed on. */
    private void exported() {
        Set<String> secret = plan.variables().stream()
                .filter(variable -> variable.type() == EnvironmentVariableType.PARAMETER_STORE)
                .map(EnvironmentVariable::name)
                .collect(Collectors.toSet());
        List<String> names = buildspec.exportedVariables().stream()
                .filter(name -> !secret.contains(name))
                .toList();
        build.change(changed ->
                changed.exportedEnvironmentVariables(ExportedVariables.read(place.folder(), names, environment)));
    }

    private void leave(BuildPhaseType type, StatusType status, String code, String message) {
        run.leave(place.log(), type, status, code, message);
    }
}
