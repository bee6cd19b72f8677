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
import software.amazon.awssdk.services.codebuild.model.ArtifactsType;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.BuildArtifacts;
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
            "artifactsOverride",
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

    BuildStart(Call call) {
        this.call = call;
        this.builds = Builds.of(call.cloud(), call.scope());
    }

    Build start(StoredProject stored, StartBuildRequest request) {
        ProjectRules.only(request, "", HONOURED);
        String token = request.idempotencyToken() == null ? "" : request.idempotencyToken();
        Optional<StoredBuild> earlier = builds.byToken(token);
        if (earlier.isPresent()) {
            return earlier.get().build();
        }
        Optional<PipelineOrder> order = builds.takeOrder(token);
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
        BuildPlan plan = plan(project, order, uuid);
        StoredBuild build = builds.add(
                token, () -> new StoredBuild(build(project, request, order, plan, uuid, stored.nextBuildNumber())));
        new BuildRun(call.cloud(), call.scope(), build, plan, session).start();
        return build.build();
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
        if (!fromPipeline) {
            ProjectRules.source(source, "source");
            ProjectRules.artifacts(artifacts);
        }
        Project changed = project.toBuilder()
                .source(source)
                .artifacts(artifacts)
                .environment(environment(project.environment(), request))
                .serviceRole(or(request.serviceRoleOverride(), project.serviceRole()))
                .timeoutInMinutes(or(request.timeoutInMinutesOverride(), project.timeoutInMinutes()))
                .queuedTimeoutInMinutes(or(request.queuedTimeoutInMinutesOverride(), project.queuedTimeoutInMinutes()))
                .encryptionKey(or(request.encryptionKeyOverride(), project.encryptionKey()))
                .build();
        ProjectRules.timeout(changed.timeoutInMinutes(), "timeoutInMinutes", 5, 2160);
        return changed;
    }

    private static ProjectEnvironment environment(ProjectEnvironment environment, StartBuildRequest request) {
        ProjectRules.variables(request.environmentVariablesOverride());
        Map<String, EnvironmentVariable> variables = new LinkedHashMap<>();
        environment.environmentVariables().forEach(variable -> variables.put(variable.name(), variable));
        request.environmentVariablesOverride().forEach(variable -> variables.put(variable.name(), variable));
        List<EnvironmentVariable> typed = variables.values().stream()
                .map(variable -> variable.toBuilder()
                        .type(EnvironmentVariableType.PLAINTEXT)
                        .build())
                .toList();
        ProjectEnvironment changed = environment.toBuilder()
                .type(or(request.environmentTypeOverride(), environment.type()))
                .image(or(request.imageOverride(), environment.image()))
                .computeType(or(request.computeTypeOverride(), environment.computeType()))
                .environmentVariables(typed)
                .build();
        ProjectRules.environment(changed);
        return changed;
    }

    private static <T> T or(@Nullable T override, T own) {
        return override == null ? own : override;
    }

    private BuildPlan plan(Project project, Optional<PipelineOrder> order, String uuid) {
        Map<String, String> variables = new LinkedHashMap<>();
        project.environment()
                .environmentVariables()
                .forEach(variable -> variables.put(variable.name(), variable.value()));
        CloudWatchLogsConfig logs =
                project.logsConfig() == null ? null : project.logsConfig().cloudWatchLogs();
        String group = logs == null || logs.groupName() == null ? "/aws/codebuild/" + project.name() : logs.groupName();
        String stream = logs == null || logs.streamName() == null ? uuid : logs.streamName() + "/" + uuid;
        return new BuildPlan(
                order.map(PipelineOrder::sources).orElseGet(() -> sources(project)),
                order.map(PipelineOrder::outputs).orElseGet(() -> outputs(project)),
                or(project.source().buildspec(), BuildPlan.DEFAULT_BUILDSPEC),
                variables,
                group,
                stream);
    }

    private static List<S3Place> sources(Project project) {
        List<S3Place> sources = new ArrayList<>();
        if (project.source().type() == SourceType.S3) {
            S3Place.parse("", project.source().location()).ifPresent(sources::add);
        }
        for (ProjectSource source : project.secondarySources()) {
            S3Place.parse(or(source.sourceIdentifier(), ""), source.location()).ifPresent(sources::add);
        }
        return sources;
    }

    private static List<S3Place> outputs(Project project) {
        ProjectArtifacts artifacts = project.artifacts();
        if (artifacts.type() != ArtifactsType.S3) {
            return List.of();
        }
        String path = or(artifacts.path(), "").replaceAll("^/+|/+$", "");
        String name = or(artifacts.name(), project.name());
        return List.of(new S3Place(
                or(artifacts.artifactIdentifier(), ""),
                artifacts.location().replaceFirst("^arn:aws:s3:::", ""),
                path.isEmpty() ? name : path + "/" + name,
                Optional.empty()));
    }

    private Build build(
            Project project,
            StartBuildRequest request,
            Optional<PipelineOrder> order,
            BuildPlan plan,
            String uuid,
            long number) {
        String id = project.name() + ":" + uuid;
        List<BuildArtifacts> artifacts = plan.outputs().stream()
                .map(output -> BuildArtifacts.builder()
                        .location(output.arn())
                        .artifactIdentifier(plan.outputs().size() > 1 ? output.name() : null)
                        .build())
                .toList();
        String version = order.map(given -> given.sources().get(0).arn()).orElse(request.sourceVersion());
        return Build.builder()
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
                .artifacts(
                        artifacts.isEmpty()
                                ? BuildArtifacts.builder().location("").build()
                                : artifacts.get(0))
                .secondaryArtifacts(artifacts.size() > 1 ? artifacts : List.of())
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
                .encryptionKey(project.encryptionKey())
                .build();
    }

    /** The user's or role session's name, as {@code root} or {@code role/session}. */
    private static String initiator(Caller caller) {
        return caller.arn().replaceFirst("^[^:]*:[^:]*:[^:]*:[^:]*:[^:]*:(assumed-role/|user/)?", "");
    }
}
