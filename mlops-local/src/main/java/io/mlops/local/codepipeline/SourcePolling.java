package io.mlops.local.codepipeline;

import io.mlops.local.account.Caller;
import io.mlops.local.account.Credentials.AccessKey;
import io.mlops.local.account.Scope;
import io.mlops.local.call.Call;
import io.mlops.local.call.Cloud;
import io.mlops.local.iam.RoleSessions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.SourceRevision;
import software.amazon.awssdk.services.codepipeline.model.TriggerType;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Looks at the S3 sources that are to be polled (which is the default: {@code PollForSourceChanges}) and starts an
 * execution when there is a newer version. Goes on until the pipeline is updated or deleted.
 */
final class SourcePolling {
    private static final Logger LOG = LoggerFactory.getLogger(SourcePolling.class);

    /** AWS documents no figure; about a minute is what users report. */
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private final Cloud cloud;
    private final Scope scope;
    private final Pipeline pipeline;
    private final PipelineDeclaration declaration;
    private final List<ActionDeclaration> polled;

    private SourcePolling(Cloud cloud, Scope scope, Pipeline pipeline, PipelineDeclaration declaration) {
        this.cloud = cloud;
        this.scope = scope;
        this.pipeline = pipeline;
        this.declaration = declaration;
        this.polled = declaration.stages().get(0).actions().stream()
                .filter(action -> !action.configuration()
                        .getOrDefault("PollForSourceChanges", "true")
                        .equalsIgnoreCase("false"))
                .toList();
    }

    static void begin(Cloud cloud, Scope scope, Pipeline pipeline, PipelineDeclaration declaration) {
        SourcePolling polling = new SourcePolling(cloud, scope, pipeline, declaration);
        if (!polling.polled.isEmpty()) {
            cloud.scheduler().after(INTERVAL, polling::poll);
        }
    }

    private void poll() {
        synchronized (pipeline) {
            if (pipeline.isDeleted()
                    || !declaration.version().equals(pipeline.declaration().version())) {
                return;
            }
        }
        String session = String.valueOf(cloud.scheduler().now().toEpochMilli());
        RoleSessions.assumeFor(cloud, declaration.roleArn(), "codepipeline.amazonaws.com", session)
                .ifPresent(this::look);
        cloud.scheduler().after(INTERVAL, this::poll);
    }

    private void look(AccessKey session) {
        S3Client s3 = cloud.client(S3Client.class, session.caller(), scope.region());
        for (ActionDeclaration action : polled) {
            Map<String, String> configuration = action.configuration();
            try {
                String version = s3.headObject(
                                r -> r.bucket(configuration.get("S3Bucket")).key(configuration.get("S3ObjectKey")))
                        .versionId();
                Optional<String> known = known(action.name());
                if (known.isPresent() && version != null && !version.equals(known.get())) {
                    begin(session.caller());
                    return;
                }
            } catch (AwsServiceException e) {
                LOG.debug("{} cannot be polled: {}", action.name(), e.getMessage());
            }
        }
    }

    /** The revision of the newest execution that has one; while that is still being found, nothing is new. */
    private Optional<String> known(String action) {
        synchronized (pipeline) {
            return pipeline.newestFirst().stream()
                    .findFirst()
                    .flatMap(execution ->
                            Optional.ofNullable(execution.sourceRevisions().get(action)))
                    .map(SourceRevision::revisionId);
        }
    }

    private void begin(Caller caller) {
        Call call = new Call(caller, scope.region(), cloud.ids().uuid(), cloud);
        new ExecutionOperations(call, pipeline).begin(TriggerType.POLL_FOR_SOURCE_CHANGES, Map.of());
    }
}
