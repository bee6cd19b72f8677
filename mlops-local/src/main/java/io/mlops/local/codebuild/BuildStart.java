package io.mlops.local.codebuild;

import io.mlops.local.account.Caller;
import io.mlops.local.account.Credentials.AccessKey;
import io.mlops.local.call.Call;
import io.mlops.local.iam.RoleSessions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.codebuild.model.AccountLimitExceededException;
import software.amazon.awssdk.services.codebuild.model.ArtifactsType;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.CloudWatchLogsConfig;
import software.amazon.awssdk.services.codebuild.model.EnvironmentVariable;
import software.amazon.awssdk.services.codebuild.model.EnvironmentVariableType;
import software.amazon.awssdk.services.codebuild.model.Project;
import software.amazon.awssdk.services.codebuild.model.ProjectArtifacts;
import software.amazon.awssdk.services.codebuild.model.ProjectEnvironment;
import software.amazon.awssdk.services.codebuild.model.ProjectSource;
import software.amazon.awssdk.services.codebuild.model.SourceType;
import software.amazon.awssdk.services.codebuild.model.StartBuildRequest;
import software.amazon.awssdk.services.codebuild.model.StatusType;

/** Settles what a build is to do, from its project, the call, and CodePipeline's order, and starts it. */
final class BuildStart {
    private static final Set<String> HONOURED = Set.of(
            "projectName",
            "sourceVersion",
            "secondarySourcesOverride",
            "secondarySourcesVersionOverride",
            "artifactsOverride",
            "secondaryArtifactsOverride",
            "cacheOverride",
            "logsConfigOverride",
            "environmentVariablesOverride",
            "sourceTypeOverride",
            "sourceLocationOverride",
            "buildspecOverride",
            "environmentTypeOverride",
            "imageOverride",
            "computeTypeOverride",
            "serviceRoleOverride",
            "timeoutInMinutesOverride",
            "queuedTimeoutInMinutesOverride",
            "encryptionKeyOverride",
            "idempotencyToken",
            "imagePullCredentialsTypeOverride");

    private final Call call;
    private final Builds builds;
    private final BuildQueue queue;

    BuildStart(Call call) {
        this.call = call;
        this.builds = Builds.of(call.cloud(), call.scope());
        this.queue = BuildQueue.of(call.cloud(), call.scope());
    }

    Build start(StoredProject stored, StartBuildRequest request) {
        ProjectRules.only(request, "", HONOURED);
        synchronized (builds) {
            Optional<Build> earlier = builds.repeated(request, call.now());
            return earlier.isPresent() ? earlier.get() : startNew(stored, request);
        }
    }

    private Build startNew(StoredProject stored, StartBuildRequest request) {
        Optional<PipelineOrder> order = builds.takeOrder(request);
        Project project = overridden(stored.project(), request, order.isPresent());
        String uuid = call.cloud().ids().uuid();
        AccessKey session = RoleSessions.assumeFor(
                        call.cloud(),
                        project.serviceRole(),
                        "codebuild.amazonaws.com",
                        "AWSCodeBuild-" + uuid,
                        Optional.of(project.arn()),
                        Map.of())
                .orElseThrow(() -> ProjectRules.invalid(
                        "CodeBuild is not authorized to perform: sts:AssumeRole on " + project.serviceRole()));
        queue.requireRoom();
        requireRoom(project);
        BuildPlan plan = plan(project, order, uuid);
        StoredBuild build = new StoredBuild(build(project, order, plan, uuid, stored.nextBuildNumber()));
        builds.add(request, build, call.now());
        BuildEvents.follow(call.cloud(), call.scope(), build);
        new BuildRun(call.cloud(), call.scope(), build, plan, session).start();
        return build.build();
    }

    /** Beyond a project's own limit a build does not wait (user guide, "Builds in AWS CodeBuild"). */
    private void requireRoom(Project project) {
        Integer limit = project.concurrentBuildLimit();
        if (limit != null && builds.running(project.name()) >= limit) {
            throw AccountLimitExceededException.builder()
                    .message("Cannot have more than " + limit + " active builds for the project")
                    .build();
        }
    }

    private Project overridden(Project project, StartBuildRequest request, boolean fromPipeline) {
        ProjectSource source = project.source().toBuilder()
                .type(or(request.sourceTypeOverride(), project.source().type()))
                .location(or(request.sourceLocationOverride(), project.source().location()))
                .buildspec(or(request.buildspecOverride(), project.source().buildspec()))
                .build();
        ProjectArtifacts artifacts = or(request.artifactsOverride(), project.artifacts());
        if (!fromPipeline && artifacts.type() == ArtifactsType.CODEPIPELINE) {
            throw ProjectRules.invalid("ArtifactsOverride must be set when using artifacts type CodePipelines");
        }
        if (!fromPipeline && source.type() == SourceType.CODEPIPELINE) {
            throw ProjectRules.invalid("sourceTypeOverride must be set when using source type CODEPIPELINE");
        }
        Project changed = project.toBuilder()
                .source(source)
                .sourceVersion(or(request.sourceVersion(), project.sourceVersion()))
                .secondarySources(
                        request.hasSecondarySourcesOverride()
                                ? request.secondarySourcesOverride()
                                : project.secondarySources())
                .secondarySourceVersions(
                        request.hasSecondarySourcesVersionOverride()
                                ? request.secondarySourcesVersionOverride()
                                : project.secondarySourceVersions())
                .artifacts(artifacts)
                .secondaryArtifacts(
                        request.hasSecondaryArtifactsOverride()
                                ? request.secondaryArtifactsOverride()
                                : project.secondaryArtifacts())
                .cache(or(request.cacheOverride(), project.cache()))
                .environment(environment(project.environment(), request))
                .serviceRole(or(request.serviceRoleOverride(), project.serviceRole()))
                .timeoutInMinutes(or(request.timeoutInMinutesOverride(), project.timeoutInMinutes()))
                .queuedTimeoutInMinutes(or(request.queuedTimeoutInMinutesOverride(), project.queuedTimeoutInMinutes()))
                .encryptionKey(or(request.encryptionKeyOverride(), project.encryptionKey()))
                .logsConfig(or(request.logsConfigOverride(), project.logsConfig()))
                .build();
        ProjectRules.checkBuild(call.cloud().settings(), changed, fromPipeline);
        return changed;
    }

    private static ProjectEnvironment environment(ProjectEnvironment environment, StartBuildRequest request) {
        Map<String, EnvironmentVariable> variables = new LinkedHashMap<>();
        environment.environmentVariables().forEach(variable -> variables.put(variable.name(), variable));
        request.environmentVariablesOverride().forEach(variable -> variables.put(variable.name(), variable));
        List<EnvironmentVariable> typed = variables.values().stream()
                .map(variable -> variable.toBuilder()
                        .type(or(variable.type(), EnvironmentVariableType.PLAINTEXT))
                        .build())
                .toList();
        return environment.toBuilder()
                .type(or(request.environmentTypeOverride(), environment.type()))
                .image(or(request.imageOverride(), environment.image()))
                .computeType(or(request.computeTypeOverride(), environment.computeType()))
                .imagePullCredentialsType(
                        or(request.imagePullCredentialsTypeOverride(), environment.imagePullCredentialsType()))
                .environmentVariables(typed)
                .build();
    }

    private static <T extends @Nullable Object> T or(@Nullable T override, T own) {
        return override == null ? own : override;
    }

    private BuildPlan plan(Project project, Optional<PipelineOrder> order, String uuid) {
        CloudWatchLogsConfig logs =
                project.logsConfig() == null ? null : project.logsConfig().cloudWatchLogs();
        String group = logs == null || logs.groupName() == null ? "/aws/codebuild/" + project.name() : logs.groupName();
        String stream = logs == null || logs.streamName() == null ? uuid : logs.streamName() + "/" + uuid;
        return new BuildPlan(
                project.source().type() != SourceType.NO_SOURCE,
                order.map(given -> sources(given.sources())).orElseGet(() -> sources(project)),
                order.map(given -> given.outputs().stream().map(BuildOutput::of).toList())
                        .orElseGet(() -> outputs(project, uuid)),
                or(project.source().buildspec(), BuildPlan.DEFAULT_BUILDSPEC),
                project.environment().environmentVariables(),
                call.cloud()
                        .settings()
                        .images()
                        .getOrDefault(project.environment().image(), List.of()),
                group,
                stream);
    }

    private static List<BuildPlan.Source> sources(List<S3Place> places) {
        return places.stream()
                .map(place -> new BuildPlan.Source(place, Optional.empty()))
                .toList();
    }

    private static List<BuildPlan.Source> sources(Project project) {
        Map<String, String> versions = new LinkedHashMap<>();
        project.secondarySourceVersions()
                .forEach(version -> versions.put(version.sourceIdentifier(), version.sourceVersion()));
        List<BuildPlan.Source> sources = new ArrayList<>();
        if (project.source().type() == SourceType.S3) {
            sources.add(source(project.source(), "", Optional.ofNullable(project.sourceVersion())));
        }
        for (ProjectSource source : project.secondarySources()) {
            String identifier = source.sourceIdentifier();
            sources.add(source(source, identifier, Optional.ofNullable(versions.get(identifier))));
        }
        return sources;
    }

    private static BuildPlan.Source source(ProjectSource source, String name, Optional<String> version) {
        return new BuildPlan.Source(S3Place.parse(name, source.location()).orElseThrow(), version);
    }

    private List<BuildOutput> outputs(Project project, String uuid) {
        String key =
                project.encryptionKey().equals(ProjectRules.defaultKey(call.scope())) ? null : project.encryptionKey();
        List<BuildOutput> outputs = new ArrayList<>();
        if (project.artifacts().type() == ArtifactsType.S3) {
            ProjectArtifacts primary =
                    project.artifacts().toBuilder().artifactIdentifier(null).build();
            outputs.add(BuildOutput.of(primary, project.name(), uuid, key));
        }
        project.secondaryArtifacts()
                .forEach(artifacts -> outputs.add(BuildOutput.of(artifacts, project.name(), uuid, key)));
        return outputs;
    }

    private Build build(Project project, Optional<PipelineOrder> order, BuildPlan plan, String uuid, long number) {
        String id = project.name() + ":" + uuid;
        String version = order.map(given -> given.sources().get(0).arn()).orElse(project.sourceVersion());
        Build.Builder build = Build.builder()
                .id(id)
                .arn(call.scope().arn("codebuild", "build/" + id))
                .buildNumber(number)
                .startTime(call.now())
                .currentPhase("SUBMITTED")
                .buildStatus(StatusType.IN_PROGRESS)
                .sourceVersion(version)
                .resolvedSourceVersion(order.map(PipelineOrder::revision).orElse(null))
                .projectName(project.name())
                .source(project.source())
                .secondarySources(project.secondarySources())
                .secondarySourceVersions(project.secondarySourceVersions())
                .cache(project.cache())
                .environment(project.environment())
                .serviceRole(project.serviceRole())
                .logs(logs -> logs.groupName(plan.logGroup())
                        .streamName(plan.logStream())
                        .cloudWatchLogsArn(call.scope()
                                .arn("logs", "log-group:" + plan.logGroup() + ":log-stream:" + plan.logStream())))
                .timeoutInMinutes(project.timeoutInMinutes())
                .queuedTimeoutInMinutes(project.queuedTimeoutInMinutes())
                .buildComplete(false)
                .initiator(order.map(PipelineOrder::initiator).orElseGet(() -> initiator(call.caller())))
                .encryptionKey(project.encryptionKey());
        return StoredBuild.withArtifacts(
                        build,
                        plan.outputs().stream()
                                .map(output -> ArtifactUpload.described(output).build())
                                .toList())
                .build();
    }

    /** The user's or role session's name, as {@code root} or {@code role/session}. */
    private static String initiator(Caller caller) {
        return caller.arn().replaceFirst("^[^:]*:[^:]*:[^:]*:[^:]*:[^:]*:(assumed-role/|user/)?", "");
    }
}
