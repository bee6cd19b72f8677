package io.mlops.local.codebuild;

import io.mlops.local.account.Scope;
import io.mlops.local.call.Cloud;
import io.mlops.local.call.HonouredMembers;
import io.mlops.local.call.Settings;
import io.mlops.local.iam.RoleSessions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.codebuild.model.ArtifactsType;
import software.amazon.awssdk.services.codebuild.model.CacheType;
import software.amazon.awssdk.services.codebuild.model.EnvironmentType;
import software.amazon.awssdk.services.codebuild.model.EnvironmentVariable;
import software.amazon.awssdk.services.codebuild.model.EnvironmentVariableType;
import software.amazon.awssdk.services.codebuild.model.InvalidInputException;
import software.amazon.awssdk.services.codebuild.model.LogsConfig;
import software.amazon.awssdk.services.codebuild.model.LogsConfigStatusType;
import software.amazon.awssdk.services.codebuild.model.Project;
import software.amazon.awssdk.services.codebuild.model.ProjectArtifacts;
import software.amazon.awssdk.services.codebuild.model.ProjectEnvironment;
import software.amazon.awssdk.services.codebuild.model.ProjectSource;
import software.amazon.awssdk.services.codebuild.model.SourceType;

/** What a project must be, and what of it is not honoured here and therefore refused by name. */
final class ProjectRules {
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z0-9_]{1,127}");
    private static final Set<EnvironmentType> ENVIRONMENTS =
            Set.of(EnvironmentType.LINUX_CONTAINER, EnvironmentType.ARM_CONTAINER);

    /** What AWS's own images of builds begin with. */
    private static final List<String> AWS_IMAGES = List.of("aws/codebuild/", "public.ecr.aws/codebuild/");

    private ProjectRules() {}

    /** Checks a project; the model's own constraints were checked before. */
    static void check(Cloud cloud, Scope scope, Project project) {
        checkBuild(cloud.settings(), project, true);
        Integer limit = project.concurrentBuildLimit();
        if (limit != null && limit < 1) {
            throw invalid("Invalid concurrentBuildLimit: " + limit + ": at least 1 is allowed");
        }
        role(cloud, scope, project);
    }

    /** Checks what a build may override, too. */
    static void checkBuild(Settings settings, Project project, boolean mayBePipelines) {
        source(project.source(), "source");
        for (ProjectSource source : project.secondarySources()) {
            source(source, "secondarySources");
            if (source.type() != SourceType.S3) {
                throw unsupported("secondarySources.type " + source.typeAsString() + " (S3 is)");
            }
            identifier(source.sourceIdentifier(), "secondarySources", "sourceIdentifier");
        }
        artifacts(project.artifacts(), "artifacts");
        for (ProjectArtifacts artifacts : project.secondaryArtifacts()) {
            artifacts(artifacts, "secondaryArtifacts");
            if (artifacts.type() != ArtifactsType.S3) {
                throw invalid("Invalid secondaryArtifacts: type must be S3");
            }
            identifier(artifacts.artifactIdentifier(), "secondaryArtifacts", "artifactIdentifier");
        }
        if (mayBePipelines) {
            pipelineTypes(project);
        }
        environment(project.environment(), settings);
        logs(project.logsConfig());
        if (project.cache() != null && project.cache().type() != CacheType.NO_CACHE) {
            throw unsupported("cache of type " + project.cache().typeAsString());
        }
    }

    private static void identifier(@Nullable String identifier, String at, String member) {
        if (identifier == null || !IDENTIFIER.matcher(identifier).matches()) {
            throw invalid("Invalid " + at + ": " + member + " " + identifier
                    + ": identifier must contain only alphanumeric characters and underscores");
        }
    }

    /** The key that artifacts are encrypted with where a project says none: the account's own of S3. */
    static String defaultKey(Scope scope) {
        return scope.arn("kms", "alias/aws/s3");
    }

    /** The role must be of the account and let CodeBuild assume it. */
    private static void role(Cloud cloud, Scope scope, Project project) {
        String role = project.serviceRole();
        if (!role.startsWith("arn:aws:iam::" + scope.accountId() + ":role/")) {
            throw invalid("Invalid service role: Service role account ID does not match caller's account");
        }
        String arn = scope.arn("codebuild", "project/" + project.name());
        if (RoleSessions.assumeFor(cloud, role, "codebuild.amazonaws.com", "AWSCodeBuild", Optional.of(arn), Map.of())
                .isEmpty()) {
            throw invalid("CodeBuild is not authorized to perform: sts:AssumeRole on " + role);
        }
    }

    private static void source(ProjectSource source, String at) {
        only(source, at, Set.of("type", "location", "buildspec", "sourceIdentifier"));
        if (!Set.of(SourceType.CODEPIPELINE, SourceType.NO_SOURCE, SourceType.S3)
                .contains(source.type())) {
            throw unsupported(at + ".type " + source.typeAsString() + " (CODEPIPELINE, NO_SOURCE and S3 are)");
        }
        if (source.type() == SourceType.S3
                && (source.location() == null
                        || S3Place.parse("", source.location()).isEmpty())) {
            throw invalid("Invalid project source: location must be a valid S3 source: bucket/key");
        }
        if (source.type() == SourceType.NO_SOURCE && (source.buildspec() == null || isPath(source.buildspec()))) {
            throw invalid("Project source type NO_SOURCE requires a YAML buildspec");
        }
    }

    private static boolean isPath(String buildspec) {
        return !BuildPlan.isInline(buildspec) && !buildspec.startsWith("arn:");
    }

    private static void artifacts(ProjectArtifacts artifacts, String at) {
        if (artifacts.type() == ArtifactsType.S3) {
            only(
                    artifacts,
                    at,
                    Set.of(
                            "type",
                            "location",
                            "path",
                            "namespaceType",
                            "name",
                            "packaging",
                            "artifactIdentifier",
                            "overrideArtifactName",
                            "encryptionDisabled"));
            if (artifacts.location() == null) {
                throw invalid("Invalid artifacts: location must be a bucket");
            }
        }
    }

    private static void pipelineTypes(Project project) {
        boolean source = project.source().type() == SourceType.CODEPIPELINE;
        boolean artifacts = project.artifacts().type() == ArtifactsType.CODEPIPELINE;
        if (source != artifacts) {
            throw invalid("Invalid artifacts: type "
                    + project.artifacts().typeAsString() + " is not allowed with source type "
                    + project.source().typeAsString() + ": both or neither must be CODEPIPELINE");
        }
    }

    private static void environment(ProjectEnvironment environment, Settings settings) {
        only(
                environment,
                "environment",
                Set.of("type", "image", "computeType", "environmentVariables", "imagePullCredentialsType"));
        if (!ENVIRONMENTS.contains(environment.type())) {
            throw unsupported("environment.type " + environment.typeAsString());
        }
        String image = environment.image();
        if (AWS_IMAGES.stream().noneMatch(image::startsWith)
                && !settings.images().containsKey(image)) {
            throw invalid("environment.image " + image + " is not known to this emulator: take one of aws/codebuild/,"
                    + " for which the machine's own tools stand, or start it with --image " + image + "=COMMAND");
        }
        for (EnvironmentVariable variable : environment.environmentVariables()) {
            if (variable.type() == EnvironmentVariableType.SECRETS_MANAGER) {
                throw unsupported("the type " + variable.typeAsString() + " of environment variable " + variable.name()
                        + " (PLAINTEXT and PARAMETER_STORE are)");
            }
        }
    }

    private static void logs(@Nullable LogsConfig logs) {
        if (logs == null) {
            return;
        }
        if (logs.s3Logs() != null && logs.s3Logs().status() == LogsConfigStatusType.ENABLED) {
            throw unsupported("logsConfig.s3Logs");
        }
        if (logs.cloudWatchLogs() != null && logs.cloudWatchLogs().status() == LogsConfigStatusType.DISABLED) {
            throw unsupported("logsConfig.cloudWatchLogs.status DISABLED");
        }
    }

    /** Refuses what is given in a structure and not honoured. */
    static void only(SdkPojo shape, String at, Set<String> honoured) {
        HonouredMembers.others(shape, honoured).stream().findFirst().ifPresent(name -> {
            throw unsupported(at.isEmpty() ? name : at + "." + name);
        });
    }

    static InvalidInputException unsupported(String what) {
        return invalid(what + " is not supported by this emulator: leave it out");
    }

    static InvalidInputException invalid(String message) {
        return InvalidInputException.builder().message(message).build();
    }
}
