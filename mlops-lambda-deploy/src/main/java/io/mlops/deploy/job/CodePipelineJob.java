package io.mlops.deploy.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The job of a Lambda invoke action, as CodePipeline's event describes it (CodePipeline user guide, AWS Lambda action
 * reference). Unknown fields are ignored, missing ones are empty. It holds credentials: it is never logged.
 *
 * @param id the job's id, another one for each invocation that CodePipeline makes
 * @param accountId the pipeline's account
 * @param userParameters the action's {@code UserParameters}
 * @param inputArtifacts where the input artifacts lie, by name
 * @param credentials what opens them
 * @param continuationToken what the invocation before this one left
 */
public record CodePipelineJob(
        String id,
        String accountId,
        String userParameters,
        Map<String, ArtifactLocation> inputArtifacts,
        Optional<ArtifactCredentials> credentials,
        Optional<String> continuationToken) {
    private static final JsonMapper MAPPER = new JsonMapper();

    /** Copies the artifacts. */
    public CodePipelineJob {
        inputArtifacts = Map.copyOf(inputArtifacts);
    }

    /**
     * Reads the event.
     *
     * @param event the event's JSON
     * @return the job; its id is empty where the event has none
     * @throws IOException if the event is not JSON; the message holds nothing of the event
     */
    public static CodePipelineJob read(InputStream event) throws IOException {
        JsonNode job;
        try {
            job = MAPPER.readTree(event).path("CodePipeline.job");
        } catch (IOException e) {
            // Jackson's message may quote the event, credentials included.
            throw new IOException(
                    "the event is not readable as JSON: " + e.getClass().getSimpleName());
        }
        JsonNode data = job.path("data");
        return new CodePipelineJob(
                text(job, "id"),
                text(job, "accountId"),
                text(data.path("actionConfiguration").path("configuration"), "UserParameters"),
                artifacts(data.path("inputArtifacts")),
                credentials(data.path("artifactCredentials")),
                optional(text(data, "continuationToken")));
    }

    /** Shows the id alone. */
    @Override
    public String toString() {
        return "CodePipelineJob[" + id + "]";
    }

    private static Map<String, ArtifactLocation> artifacts(JsonNode list) {
        Map<String, ArtifactLocation> artifacts = new LinkedHashMap<>();
        for (JsonNode artifact : list) {
            JsonNode s3 = artifact.path("location").path("s3Location");
            artifacts.put(text(artifact, "name"), new ArtifactLocation(text(s3, "bucketName"), text(s3, "objectKey")));
        }
        return artifacts;
    }

    private static Optional<ArtifactCredentials> credentials(JsonNode node) {
        return node.isObject()
                ? Optional.of(new ArtifactCredentials(
                        text(node, "accessKeyId"), text(node, "secretAccessKey"), text(node, "sessionToken")))
                : Optional.empty();
    }

    private static Optional<String> optional(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isTextual() ? value.textValue() : "";
    }
}
