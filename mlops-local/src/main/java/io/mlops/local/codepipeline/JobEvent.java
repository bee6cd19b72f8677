package io.mlops.local.codepipeline;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlops.local.account.Credentials.AccessKey;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.codepipeline.model.Artifact;
import software.amazon.awssdk.services.codepipeline.model.ArtifactLocationType;
import software.amazon.awssdk.services.codepipeline.model.JobData;

/** What a function is told of its job (CodePipeline user guide, "JSON event example"). Holds credentials: never logged. */
final class JobEvent {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JobEvent() {}

    /** Gathers the job's data as GetJobDetails shows it. */
    static JobData data(ActionContext context, AccessKey session, Optional<String> continuationToken) {
        ActionRun run = context.run();
        return JobData.builder()
                .actionTypeId(run.action().actionTypeId())
                .actionConfiguration(configuration -> configuration.configuration(context.configuration()))
                .pipelineContext(pipeline -> pipeline.pipelineName(
                                context.declaration().name())
                        .pipelineArn(context.scope()
                                .arn("codepipeline", context.declaration().name()))
                        .pipelineExecutionId(run.execution().id())
                        .stage(stage -> stage.name(run.stage()))
                        .action(action -> action.name(run.action().name()).actionExecutionId(run.id())))
                .inputArtifacts(artifacts(run.inputs()))
                .outputArtifacts(artifacts(run.outputs()))
                .artifactCredentials(credentials -> credentials
                        .accessKeyId(session.accessKeyId())
                        .secretAccessKey(session.secretAccessKey())
                        .sessionToken(session.sessionToken().orElse(null)))
                .continuationToken(continuationToken.orElse(null))
                .encryptionKey(context.encryptionKey().orElse(null))
                .build();
    }

    private static List<Artifact> artifacts(List<ArtifactPlace> places) {
        return places.stream()
                .map(place -> Artifact.builder()
                        .name(place.name())
                        .revision(place.revision().orElse(null))
                        .location(location -> location.type(ArtifactLocationType.S3)
                                .s3Location(s3 -> s3.bucketName(place.bucket()).objectKey(place.key())))
                        .build())
                .toList();
    }

    /** Writes the event. */
    static SdkBytes of(LambdaJob job, String accountId) {
        ObjectNode event = NODES.objectNode();
        ObjectNode told = event.putObject("CodePipeline.job");
        told.put("id", job.id());
        told.put("accountId", accountId);
        ObjectNode data = told.putObject("data");
        ObjectNode configuration = data.putObject("actionConfiguration").putObject("configuration");
        job.data().actionConfiguration().configuration().forEach(configuration::put);
        data.set("inputArtifacts", json(job.data().inputArtifacts()));
        data.set("outputArtifacts", json(job.data().outputArtifacts()));
        ObjectNode credentials = data.putObject("artifactCredentials");
        credentials.put("accessKeyId", job.data().artifactCredentials().accessKeyId());
        credentials.put("secretAccessKey", job.data().artifactCredentials().secretAccessKey());
        credentials.put("sessionToken", job.data().artifactCredentials().sessionToken());
        job.continuationToken().ifPresent(token -> data.put("continuationToken", token));
        if (job.data().encryptionKey() != null) {
            ObjectNode key = data.putObject("encryptionKey");
            key.put("id", job.data().encryptionKey().id());
            key.put("type", job.data().encryptionKey().typeAsString());
        }
        return SdkBytes.fromUtf8String(event.toString());
    }

    private static ArrayNode json(List<Artifact> artifacts) {
        ArrayNode array = NODES.arrayNode();
        for (Artifact artifact : artifacts) {
            ObjectNode node = array.addObject();
            node.put("name", artifact.name());
            node.put("revision", artifact.revision());
            ObjectNode location = node.putObject("location");
            location.put("type", "S3");
            location.putObject("s3Location")
                    .put("bucketName", artifact.location().s3Location().bucketName())
                    .put("objectKey", artifact.location().s3Location().objectKey());
        }
        return array;
    }
}
