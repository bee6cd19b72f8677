package io.mlops.local.codebuild;

import io.mlops.local.account.ChildEnvironment;
import io.mlops.local.account.Credentials.AccessKey;
import io.mlops.local.account.Scope;
import io.mlops.local.call.Cloud;
import io.mlops.local.call.ErrorCodes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.EnvironmentVariable;
import software.amazon.awssdk.services.codebuild.model.EnvironmentVariableType;
import software.amazon.awssdk.services.codebuild.model.SourceType;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.GetParametersResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;

/** The environment variables of a build (CodeBuild user guide, "Environment variables in build environments"). */
final class BuildEnvironment {
    private BuildEnvironment() {}

    /** Why a parameter could not be had. */
    static final class ParameterException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ParameterException(String message) {
            super(message);
        }
    }

    static Map<String, String> of(
            Cloud cloud, Scope scope, AccessKey session, BuildFolder folder, Build build, BuildPlan plan) {
        Map<String, String> environment =
                ChildEnvironment.of(folder.home(), cloud.settings().endpoint(), scope.region(), session);
        environment.put("CODEBUILD_BUILD_ID", build.id());
        environment.put("CODEBUILD_BUILD_ARN", build.arn());
        environment.put("CODEBUILD_BUILD_NUMBER", build.buildNumber().toString());
        environment.put("CODEBUILD_BUILD_IMAGE", build.environment().image());
        environment.put("CODEBUILD_BUILD_SUCCEEDING", "1");
        environment.put("CODEBUILD_INITIATOR", build.initiator());
        environment.put("CODEBUILD_KMS_KEY_ID", build.encryptionKey());
        environment.put("CODEBUILD_LOG_PATH", plan.logStream());
        environment.put("CODEBUILD_SRC_DIR", folder.source().toString());
        environment.put("CODEBUILD_START_TIME", String.valueOf(build.startTime().toEpochMilli()));
        if (build.resolvedSourceVersion() != null) {
            environment.put("CODEBUILD_RESOLVED_SOURCE_VERSION", build.resolvedSourceVersion());
        }
        if (build.sourceVersion() != null) {
            environment.put("CODEBUILD_SOURCE_VERSION", build.sourceVersion());
        }
        if (build.source().type() == SourceType.S3) {
            environment.put(
                    "CODEBUILD_SOURCE_REPO_URL",
                    plan.sources().get(0).place().arn().replaceFirst("^arn:aws:s3:::", "s3://"));
        }
        for (int i = 0; i < plan.sources().size(); i++) {
            String name = plan.sources().get(i).place().name();
            if (!name.isEmpty()) {
                environment.put(
                        "CODEBUILD_SRC_DIR_" + name, folder.source(plan, i).toString());
            }
        }
        return environment;
    }

    /**
     * Gives the user's variables: those of the project and the call over those of the buildspec. Values of the Parameter
     * Store are asked for under the build's role, and hidden in the log.
     *
     * @throws ParameterException if one cannot be had
     */
    static Map<String, String> users(Supplier<SsmClient> ssm, Buildspec buildspec, BuildPlan plan, BuildLog log) {
        Map<String, String> variables = new LinkedHashMap<>(buildspec.variables());
        Map<String, String> parameters = new LinkedHashMap<>(buildspec.parameters());
        for (EnvironmentVariable variable : plan.variables()) {
            boolean stored = variable.type() == EnvironmentVariableType.PARAMETER_STORE;
            (stored ? variables : parameters).remove(variable.name());
            (stored ? parameters : variables).put(variable.name(), variable.value());
        }
        parameters.forEach((variable, parameter) -> {
            String value = value(ssm.get(), parameter);
            log.hide(value);
            variables.put(variable, value);
        });
        return variables;
    }

    private static String value(SsmClient ssm, String parameter) {
        try {
            GetParametersResponse found =
                    ssm.getParameters(r -> r.names(parameter).withDecryption(true));
            List<Parameter> values = found.parameters();
            if (values.isEmpty()) {
                throw new ParameterException("parameter does not exist: " + parameter);
            }
            return values.get(0).value();
        } catch (AwsServiceException e) {
            throw new ParameterException(ErrorCodes.of(e) + ": " + ErrorCodes.message(e));
        }
    }
}
