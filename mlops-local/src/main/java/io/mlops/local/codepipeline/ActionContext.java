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
        String name = String.valueOf(cloud.scheduler().now().toEpochMilli());
        Optional<AccessKey> pipeline =
                RoleSessions.assumeFor(cloud, declaration().roleArn(), "codepipeline.amazonaws.com", name);
        Optional<AccessKey> session = run.action().roleArn() == null
                ? pipeline
                : pipeline.flatMap(key -> assume(key, run.action().roleArn(), name));
        if (session.isEmpty()) {
            fail("PermissionError", "CodePipeline is not authorized to perform AssumeRole on role " + role());
        }
        return session;
    }

    /** The role that does the action: its own, which the pipeline's assumes, or the pipeline's. */
    private String role() {
        return run.action().roleArn() == null
                ? declaration().roleArn()
                : run.action().roleArn();
    }

    private Optional<AccessKey> assume(AccessKey pipeline, String role, String name) {
        try {
            return cloud.credentials()
                    .find(cloud.client(StsClient.class, pipeline.caller(), scope.region())
                            .assumeRole(r -> r.roleArn(role).roleSessionName(name))
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
