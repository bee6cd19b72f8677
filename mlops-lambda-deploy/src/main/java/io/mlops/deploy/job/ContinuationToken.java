package io.mlops.deploy.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import software.amazon.awssdk.services.codepipeline.model.FailureType;

/**
 * What one invocation leaves for the next: compact JSON of some 150 characters (CodePipeline accepts 2048), no secrets.
 * Everything else is read and derived anew each time.
 *
 * @param startedAt when the first invocation began, for the total deadline
 * @param attempt the id of the job that the action began with: the same for duplicates and continuations, another one
 *     when the stage is retried
 * @param tries how many changes of the endpoint SageMaker has refused in this attempt and may accept later
 * @param phase how far the attempt is
 */
public record ContinuationToken(Instant startedAt, String attempt, int tries, Phase phase) {
    private static final String SCHEMA = "mlops.deploy-token/1";
    private static final JsonMapper MAPPER = new JsonMapper();

    /** How far an attempt is. */
    public enum Phase {
        /** The endpoint is not yet asked to change: it is busy, or being deleted. */
        WAITING,
        /** SageMaker was asked to create or to update the endpoint. */
        CHANGING
    }

    /**
     * Returns the job's token, or that of a new attempt.
     *
     * @param job the job
     * @param now the time
     * @return the token
     * @throws JobFailedException if the job's token is not one of ours
     */
    public static ContinuationToken of(CodePipelineJob job, Instant now) {
        return job.continuationToken()
                .map(ContinuationToken::read)
                .orElseGet(() -> new ContinuationToken(now, job.id(), 0, Phase.WAITING));
    }

    /**
     * Writes the token for {@code PutJobSuccessResult}.
     *
     * @return compact JSON
     */
    public String write() {
        return MAPPER.createObjectNode()
                .put("schema", SCHEMA)
                .put("startedAt", startedAt.toString())
                .put("attempt", attempt)
                .put("tries", tries)
                .put("phase", phase.name())
                .toString();
    }

    /**
     * Tells whether SageMaker was asked to change the endpoint.
     *
     * @return whether it was
     */
    public boolean changing() {
        return phase == Phase.CHANGING;
    }

    /**
     * Goes on to the phase in which the endpoint changes.
     *
     * @return the next token
     */
    public ContinuationToken nowChanging() {
        return new ContinuationToken(startedAt, attempt, tries, Phase.CHANGING);
    }

    /**
     * Notes that SageMaker refused the change for now.
     *
     * @return the next token
     */
    public ContinuationToken refused() {
        return new ContinuationToken(startedAt, attempt, tries + 1, Phase.WAITING);
    }

    private static ContinuationToken read(String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            if (!node.path("schema").asText().equals(SCHEMA)) {
                throw unreadable(text);
            }
            return new ContinuationToken(
                    Instant.parse(node.path("startedAt").asText()),
                    node.path("attempt").asText(),
                    node.path("tries").asInt(),
                    Phase.valueOf(node.path("phase").asText()));
        } catch (JsonProcessingException | DateTimeParseException | IllegalArgumentException e) {
            throw unreadable(text);
        }
    }

    private static JobFailedException unreadable(String text) {
        return new JobFailedException(
                FailureType.CONFIGURATION_ERROR,
                "continuation token: got " + text.length() + " characters that are no " + SCHEMA
                        + "; the function was replaced by another version while the action ran: retry the stage");
    }
}
