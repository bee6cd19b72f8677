package io.mlops.apply;

import io.mlops.aws.AwsClients;
import io.mlops.plan.BuildProject;
import io.mlops.spec.Names;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.codebuild.model.ArtifactsType;
import software.amazon.awssdk.services.codebuild.model.ComputeType;
import software.amazon.awssdk.services.codebuild.model.EnvironmentType;
import software.amazon.awssdk.services.codebuild.model.LogsConfig;
import software.amazon.awssdk.services.codebuild.model.LogsConfigStatusType;
import software.amazon.awssdk.services.codebuild.model.ProjectArtifacts;
import software.amazon.awssdk.services.codebuild.model.ProjectEnvironment;
import software.amazon.awssdk.services.codebuild.model.ProjectSource;
import software.amazon.awssdk.services.codebuild.model.SourceType;
import software.amazon.awssdk.services.codebuild.model.Tag;

/** Provisions the CodeBuild projects. */
final class BuildProjectProvisioner implements Provisioner<BuildProject> {
    private final AwsClients aws;
    private final Tags tags;
    private final RoleRetry retry;

    BuildProjectProvisioner(AwsClients aws, Tags tags, RoleRetry retry) {
        this.aws = aws;
        this.tags = tags;
        this.retry = retry;
    }

    @Override
    public Class<BuildProject> type() {
        return BuildProject.class;
    }

    @Override
    public Optional<BuildProject> read(String name) {
        return aws.codeBuild().batchGetProjects(request -> request.names(name)).projects().stream()
                .findFirst()
                .map(project -> new BuildProject(
                        name,
                        project.serviceRole(),
                        Optional.ofNullable(project.source().buildspec()).orElse(""),
                        project.environment().image(),
                        project.environment().computeTypeAsString(),
                        project.timeoutInMinutes(),
                        tags.own(project.tags(), Tag::key, Tag::value)));
    }

    @Override
    public void create(BuildProject wanted) {
        retry.call(
                wanted.id().toString(),
                () -> aws.codeBuild()
                        .createProject(request -> request.name(wanted.name())
                                .source(source(wanted))
                                .artifacts(artifacts())
                                .environment(environment(wanted))
                                .serviceRole(wanted.serviceRole())
                                .timeoutInMinutes(wanted.timeoutInMinutes())
                                .logsConfig(logs(wanted))
                                .tags(tags(wanted.tags()))));
    }

    @Override
    public void update(BuildProject before, BuildProject after) {
        retry.call(
                after.id().toString(),
                () -> aws.codeBuild()
                        .updateProject(request -> request.name(after.name())
                                .source(source(after))
                                .artifacts(artifacts())
                                .environment(environment(after))
                                .serviceRole(after.serviceRole())
                                .timeoutInMinutes(after.timeoutInMinutes())
                                .logsConfig(logs(after))
                                .tags(tags(after.tags()))));
    }

    @Override
    public void delete(BuildProject project) {
        Missing.tolerated(() -> aws.codeBuild().deleteProject(request -> request.name(project.name())));
    }

    private static ProjectSource source(BuildProject wanted) {
        return ProjectSource.builder()
                .type(SourceType.CODEPIPELINE)
                .buildspec(wanted.buildSpec())
                .build();
    }

    private static ProjectArtifacts artifacts() {
        return ProjectArtifacts.builder().type(ArtifactsType.CODEPIPELINE).build();
    }

    private static ProjectEnvironment environment(BuildProject wanted) {
        return ProjectEnvironment.builder()
                .type(EnvironmentType.LINUX_CONTAINER)
                .image(wanted.image())
                .computeType(ComputeType.fromValue(wanted.computeType()))
                .build();
    }

    private static LogsConfig logs(BuildProject wanted) {
        return LogsConfig.builder()
                .cloudWatchLogs(cloudWatch ->
                        cloudWatch.status(LogsConfigStatusType.ENABLED).groupName(Names.buildLogGroup(wanted.name())))
                .build();
    }

    private static List<Tag> tags(Map<String, String> tags) {
        return Tags.list(
                tags, (key, value) -> Tag.builder().key(key).value(value).build());
    }
}
