package io.mlops.local.codepipeline;

import io.mlops.local.account.Credentials.AccessKey;
import io.mlops.local.account.Scope;
import io.mlops.local.call.Cloud;
import io.mlops.local.iam.RoleSessions;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.codepipeline.model.EncryptionKey;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * What an action works with.
 *
 * @param cloud the emulated AWS
 * @param scope the pipeline's account and region
 * @param flow is told of progress and end
 * @param run the run
 * @param configuration the configuration with variables resolved
 */
record ActionContext(Cloud cloud, Scope scope, Flow flow, ActionRun run, Map<String, String> configuration) {
    private static final Logger LOG = LoggerFactory.getLogger(ActionContext.class);

    /** Opens a session of the pipeline's role; without one the action fails. */
    Optional<AccessKey> session() {
        return session(Map.of());
    }

    /** Opens a session of the pipeline's role that reaches the artifacts and their key alone. */
    Optional<AccessKey> artifactSession() {
        String bucket = "arn:aws:s3:::" + declaration().artifactStore().location();
        String key = encryptionKey()
                .map(found -> ",{\"Effect\":\"Allow\",\"Action\":\"kms:*\",\"Resource\":\"" + found.id() + "\"}")
                .orElse("");
        return session(Map.of(
                "artifacts",
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":[\""
                        + bucket + "\",\"" + bucket + "/*\"]}" + key + "]}"));
    }

    private Optional<AccessKey> session(Map<String, String> policies) {
        String name = String.valueOf(cloud.scheduler().now().toEpochMilli());
        Optional<AccessKey> session = run.action().roleArn() == null
                ? ofPipeline(name, policies)
                : ofPipeline(name, Map.of())
                        .flatMap(key -> assume(key, run.action().roleArn(), name, policies));
        if (session.isEmpty()) {
            fail("PermissionError", "CodePipeline is not authorized to perform AssumeRole on role " + role());
        }
        return session;
    }

    private Optional<AccessKey> ofPipeline(String name, Map<String, String> policies) {
        return RoleSessions.assumeFor(
                cloud,
                declaration().roleArn(),
                "codepipeline.amazonaws.com",
                name,
                Optional.of(scope.arn("codepipeline", declaration().name())),
                policies);
    }

    /** The role that does the action: its own, which the pipeline's assumes, or the pipeline's. */
    private String role() {
        return run.action().roleArn() == null
                ? declaration().roleArn()
                : run.action().roleArn();
    }

    private Optional<AccessKey> assume(AccessKey pipeline, String role, String name, Map<String, String> policies) {
        try {
            return cloud.credentials()
                    .find(cloud.client(StsClient.class, pipeline.caller(), scope.region())
                            .assumeRole(
                                    r -> r.roleArn(role).roleSessionName(name).policy(policies.get("artifacts")))
                            .credentials()
                            .accessKeyId());
        } catch (AwsServiceException e) {
            LOG.debug("{} is not assumed", role, e);
            return Optional.empty();
        }
    }

    /** Gives a value that the structure rules require to be there. */
    String required(String key) {
        return Optional.ofNullable(configuration.get(key)).orElseThrow();
    }

    PipelineDeclaration declaration() {
        return run.execution().declaration();
    }

    /** The key that the pipeline's artifacts are encrypted with, where it names one. */
    Optional<EncryptionKey> encryptionKey() {
        return Optional.ofNullable(
                Declarations.store(declaration(), scope.region()).encryptionKey());
    }

    /** Takes a step of the action's work. A fault of the emulator's own, whatever it is, ends the action. */
    void guarded(Runnable step) {
        try {
            step.run();
        } catch (Throwable e) {
            if (cloud.scheduler().isClosed()) {
                LOG.debug("action {} was cut off by the end", run.action().name(), e);
            } else {
                LOG.error("action {} met a fault", run.action().name(), e);
            }
            fail("InternalError", "The action failed because of an internal error");
        }
    }

    void fail(String code, String message) {
        flow.failed(run, code, message);
    }
}
