package io.mlops.local.codebuild;

import io.mlops.local.account.ChildEnvironment;
import io.mlops.local.account.Credentials.AccessKey;
import io.mlops.local.account.Scope;
import io.mlops.local.call.Cloud;
import java.util.Map;
import software.amazon.awssdk.services.codebuild.model.Build;

/** The environment variables of a build (CodeBuild user guide, "Environment variables in build environments"). */
final class BuildEnvironment {
    private BuildEnvironment() {}

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
        for (int i = 0; i < plan.sources().size(); i++) {
            String name = plan.sources().get(i).name();
            if (!name.isEmpty()) {
                environment.put(
                        "CODEBUILD_SRC_DIR_" + name, (i == 0 ? folder.source() : folder.secondary(i)).toString());
            }
        }
        return environment;
    }

    /** Adds the user's variables: those of the project and the call over those of the buildspec. */
    static void addUsers(Map<String, String> environment, Buildspec buildspec, BuildPlan plan) {
        buildspec.variables().forEach(environment::put);
        plan.variables().forEach(environment::put);
    }
}
