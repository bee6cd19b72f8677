package io.mlops.local.codebuild;

import io.mlops.local.account.Scope;
import io.mlops.local.call.Cloud;
import io.mlops.local.call.HonouredMembers;
import io.mlops.local.iam.RoleSessions;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.codebuild.model.ArtifactPackaging;
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
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9\\-_]{1,149}");
    private static final Set<EnvironmentType> ENVIRONMENTS =
            Set.of(EnvironmentType.LINUX_CONTAINER, EnvironmentType.ARM_CONTAINER);

    private ProjectRules() {}

    static void check(Cloud cloud, Scope scope, Project project) {
        if (!NAME.matcher(project.name()).matches()) {
            throw invalid("Invalid project name " + project.name() + ": " + NAME.pattern() + " is allowed");
        }
        source(project.source(), "source");
        project.secondarySources().forEach(source -> source(source, "secondarySources"));
        artifacts(project.artifacts());
        if (!project.secondaryArtifacts().isEmpty()) {
            throw unsupported("secondaryArtifacts");
        }
        pipelineTypes(project);
        environment(project.environment());
        logs(project.logsConfig());
        if (project.cache() != null && project.cache().type() != CacheType.NO_CACHE) {
            throw unsupported("cache of type " + project.cache().typeAsString());
        }
        timeout(project.timeoutInMinutes(), "timeoutInMinutes", 5, 2160);
        timeout(project.queuedTimeoutInMinutes(), "queuedTimeoutInMinutes", 5, 480);
        role(cloud, scope, project.serviceRole());
    }

    /** The role must be of the account and let CodeBuild assume it. */
    static void role(Cloud cloud, Scope scope, String role) {
        if (!role.startsWith("arn:aws:iam::" + scope.accountId() + ":role/")) {
            throw invalid("Invalid service role: Service role account ID does not match caller's account");
        }
        if (RoleSessions.assumeFor(cloud, role, "codebuild.amazonaws.com", "AWSCodeBuild")
                .isEmpty()) {
            throw invalid("CodeBuild is not authorized to perform: sts:AssumeRole on " + role);
        }
    }

    static void source(ProjectSource source, String at) {
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
        if (source.buildspec() != null && source.buildspec().startsWith("arn:")) {
            throw unsupported(at + ".buildspec in S3");
        }
    }

    private static boolean isPath(String buildspec) {
        return !buildspec.contains("\n") && !buildspec.startsWith("{");
    }

    static void artifacts(ProjectArtifacts artifacts) {
        if (artifacts.type() == ArtifactsType.S3) {
            only(artifacts, "artifacts", Set.of("type", "location", "path", "name", "packaging", "artifactIdentifier"));
            if (artifacts.location() == null) {
                throw invalid("Invalid artifacts: location must be a bucket");
            }
            if (artifacts.packaging() != ArtifactPackaging.ZIP) {
                throw unsupported("artifacts.packaging NONE (ZIP is)");
            }
        } else if (artifacts.type() == null || artifacts.type() == ArtifactsType.UNKNOWN_TO_SDK_VERSION) {
            throw invalid("Invalid artifacts: type must be CODEPIPELINE, NO_ARTIFACTS or S3");
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

    static void environment(ProjectEnvironment environment) {
        only(
                environment,
                "environment",
                Set.of("type", "image", "computeType", "environmentVariables", "imagePullCredentialsType"));
        if (!ENVIRONMENTS.contains(environment.type())) {
            throw unsupported("environment.type " + environment.typeAsString());
        }
        variables(environment.environmentVariables());
    }

    static void variables(List<EnvironmentVariable> variables) {
        for (EnvironmentVariable variable : variables) {
            EnvironmentVariableType type = variable.type();
            if (type != null && type != EnvironmentVariableType.PLAINTEXT) {
                throw unsupported("the type " + variable.typeAsString() + " of environment variable " + variable.name()
                        + " (PLAINTEXT is)");
            }
        }
    }

    private static void logs(LogsConfig logs) {
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

    static void timeout(Integer minutes, String member, int least, int most) {
        if (minutes < least || minutes > most) {
            throw invalid("Invalid " + member + ": " + minutes + ": " + least + " to " + most + " is allowed");
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
