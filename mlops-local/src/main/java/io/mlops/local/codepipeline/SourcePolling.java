package io.mlops.local.codepipeline;

import io.mlops.local.account.Caller;
import io.mlops.local.account.Credentials.AccessKey;
import io.mlops.local.account.Scope;
import io.mlops.local.call.Call;
import io.mlops.local.call.Cloud;
import io.mlops.local.iam.RoleSessions;
import java.time.Duration;
import java.util.HashMap;
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
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

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
    private final Map<String, String> seen = new HashMap<>();

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
        Optional<String> arn = Optional.of(scope.arn("codepipeline", declaration.name()));
        RoleSessions.assumeFor(cloud, declaration.roleArn(), "codepipeline.amazonaws.com", session, arn, Map.of())
                .ifPresent(this::look);
        cloud.scheduler().after(INTERVAL, this::poll);
    }

    private void look(AccessKey session) {
        S3Client s3 = cloud.client(S3Client.class, session.caller(), scope.region());
        for (ActionDeclaration action : polled) {
            Map<String, String> configuration = action.configuration();
            try {
                String version = String.valueOf(s3.headObject(
                                r -> r.bucket(configuration.get("S3Bucket")).key(configuration.get("S3ObjectKey")))
                        .versionId());
                if (isNew(action.name(), version)) {
                    begin(session.caller());
                    return;
                }
            } catch (NoSuchKeyException e) {
                seen.put(action.name(), "");
            } catch (AwsServiceException e) {
                LOG.debug("{} cannot be polled: {}", action.name(), e.getMessage());
            }
        }
    }

    /** Says whether a version is neither the newest execution's nor one that was seen before. */
    private boolean isNew(String action, String version) {
        synchronized (pipeline) {
            Optional<String> known = pipeline.newestFirst().stream()
                    .flatMap(execution ->
                            Optional.ofNullable(execution.sourceRevisions().get(action)).stream())
                    .map(SourceRevision::revisionId)
                    .findFirst();
            boolean finding = pipeline.newestFirst().stream()
                    .limit(1)
                    .anyMatch(execution ->
                            execution.isOpen() && !execution.sourceRevisions().containsKey(action));
            String last = seen.put(action, version);
            boolean changed = last == null ? known.isPresent() : !last.equals(version);
            return changed && !finding && known.filter(version::equals).isEmpty();
        }
    }

    private void begin(Caller caller) {
        Call call = new Call(caller, scope.region(), cloud.ids().uuid(), cloud);
        new ExecutionOperations(call, pipeline).begin(TriggerType.POLL_FOR_SOURCE_CHANGES);
    }
}
