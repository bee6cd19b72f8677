package io.mlops.local.codebuild;

import io.mlops.local.call.Call;
import java.util.Set;
import software.amazon.awssdk.services.codebuild.model.CacheType;
import software.amazon.awssdk.services.codebuild.model.CreateProjectRequest;
import software.amazon.awssdk.services.codebuild.model.EnvironmentVariableType;
import software.amazon.awssdk.services.codebuild.model.ImagePullCredentialsType;
import software.amazon.awssdk.services.codebuild.model.Project;
import software.amazon.awssdk.services.codebuild.model.ProjectEnvironment;
import software.amazon.awssdk.services.codebuild.model.ProjectVisibilityType;
import software.amazon.awssdk.services.codebuild.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.codebuild.model.ResourceNotFoundException;
import software.amazon.awssdk.services.codebuild.model.UpdateProjectRequest;

/** Makes and changes projects. */
final class ProjectOperations {
    private static final Set<String> HONOURED = Set.of(
            "name",
            "description",
            "source",
            "sourceVersion",
            "secondarySources",
            "secondarySourceVersions",
            "artifacts",
            "secondaryArtifacts",
            "cache",
            "environment",
            "serviceRole",
            "timeoutInMinutes",
            "queuedTimeoutInMinutes",
            "encryptionKey",
            "tags",
            "logsConfig",
            "concurrentBuildLimit");

    private final Call call;
    private final Projects projects;

    ProjectOperations(Call call) {
        this.call = call;
        this.projects = Projects.of(call.cloud(), call.scope());
    }

    Project create(CreateProjectRequest request) {
        ProjectRules.only(request, "", HONOURED);
        Project project = Project.builder()
                .name(request.name())
                .arn(arn(request.name()))
                .description(request.description())
                .source(request.source())
                .sourceVersion(request.sourceVersion())
                .secondarySources(request.secondarySources())
                .secondarySourceVersions(request.secondarySourceVersions())
                .artifacts(request.artifacts())
                .secondaryArtifacts(request.secondaryArtifacts())
                .cache(cache -> cache.type(
                        request.cache() == null
                                ? CacheType.NO_CACHE
                                : request.cache().type()))
                .environment(withDefaults(request.environment()))
                .serviceRole(request.serviceRole())
                .timeoutInMinutes(request.timeoutInMinutes() == null ? 60 : request.timeoutInMinutes())
                .queuedTimeoutInMinutes(
                        request.queuedTimeoutInMinutes() == null ? 480 : request.queuedTimeoutInMinutes())
                .encryptionKey(
                        request.encryptionKey() == null
                                ? ProjectRules.defaultKey(call.scope())
                                : request.encryptionKey())
                .tags(request.tags())
                .created(call.now())
                .lastModified(call.now())
                .badge(badge -> badge.badgeEnabled(false))
                .logsConfig(request.logsConfig())
                .concurrentBuildLimit(request.concurrentBuildLimit())
                .projectVisibility(ProjectVisibilityType.PRIVATE)
                .build();
        ProjectRules.check(call.cloud(), call.scope(), project);
        if (projects.byName().putIfAbsent(project.name(), new StoredProject(project)) != null) {
            throw ResourceAlreadyExistsException.builder()
                    .message("Project already exists: " + project.arn())
                    .build();
        }
        return project;
    }

    private static ProjectEnvironment withDefaults(ProjectEnvironment environment) {
        return environment.toBuilder()
                .privilegedMode(false)
                .environmentVariables(environment.environmentVariables().stream()
                        .map(variable -> variable.toBuilder()
                                .type(variable.type() == null ? EnvironmentVariableType.PLAINTEXT : variable.type())
                                .build())
                        .toList())
                .imagePullCredentialsType(
                        environment.imagePullCredentialsType() == null
                                ? ImagePullCredentialsType.CODEBUILD
                                : environment.imagePullCredentialsType())
                .build();
    }

    Project update(UpdateProjectRequest request) {
        ProjectRules.only(request, "", HONOURED);
        StoredProject stored = find(request.name());
        Project.Builder changed = stored.project().toBuilder().lastModified(call.now());
        if (request.description() != null) {
            changed.description(request.description());
        }
        if (request.source() != null) {
            changed.source(request.source());
        }
        if (request.sourceVersion() != null) {
            changed.sourceVersion(request.sourceVersion());
        }
        if (request.hasSecondarySourceVersions()) {
            changed.secondarySourceVersions(request.secondarySourceVersions());
        }
        if (request.hasSecondarySources()) {
            changed.secondarySources(request.secondarySources());
        }
        if (request.artifacts() != null) {
            changed.artifacts(request.artifacts());
        }
        if (request.hasSecondaryArtifacts()) {
            changed.secondaryArtifacts(request.secondaryArtifacts());
        }
        if (request.cache() != null) {
            changed.cache(request.cache());
        }
        if (request.environment() != null) {
            changed.environment(withDefaults(request.environment()));
        }
        changeRest(request, changed);
        ProjectRules.check(call.cloud(), call.scope(), changed.build());
        stored.replace(changed.build());
        return changed.build();
    }

    private static void changeRest(UpdateProjectRequest request, Project.Builder changed) {
        if (request.serviceRole() != null) {
            changed.serviceRole(request.serviceRole());
        }
        if (request.timeoutInMinutes() != null) {
            changed.timeoutInMinutes(request.timeoutInMinutes());
        }
        if (request.queuedTimeoutInMinutes() != null) {
            changed.queuedTimeoutInMinutes(request.queuedTimeoutInMinutes());
        }
        if (request.encryptionKey() != null) {
            changed.encryptionKey(request.encryptionKey());
        }
        if (request.hasTags()) {
            changed.tags(request.tags());
        }
        if (request.logsConfig() != null) {
            changed.logsConfig(request.logsConfig());
        }
        if (request.concurrentBuildLimit() != null) {
            boolean lifted = request.concurrentBuildLimit() == -1;
            changed.concurrentBuildLimit(lifted ? null : request.concurrentBuildLimit());
        }
    }

    StoredProject find(String name) {
        StoredProject stored = projects.byName().get(name.replaceFirst("^arn:aws:codebuild:[^:]*:[^:]*:project/", ""));
        if (stored == null) {
            throw ResourceNotFoundException.builder()
                    .message("Project cannot be found: " + arn(name))
                    .build();
        }
        return stored;
    }

    private String arn(String name) {
        return name.startsWith("arn:") ? name : call.scope().arn("codebuild", "project/" + name);
    }
}
