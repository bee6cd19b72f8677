package io.mlops.local.iam;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mlops.local.iam.policy.ConditionKeys;
import io.mlops.local.iam.policy.Evaluation;
import io.mlops.local.iam.policy.Policies;
import io.mlops.local.iam.policy.Policies.ResourcePolicy;
import io.mlops.local.iam.policy.Policy;
import io.mlops.local.iam.policy.Principal;
import io.mlops.local.iam.policy.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What roles asked of IAM in a call record, to be asked again of other policies: would a narrower one have done? Calls that
 * were refused count too. The condition keys that services supply are in the record; those that every call has, as {@code
 * aws:SourceIp}, are not, and count as absent.
 */
public final class RecordedQuestions {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern SESSION = Pattern.compile("arn:([^:]+):sts::(\\d{12}):assumed-role/([^/]+)/.+");

    private final Map<String, List<Asked>> byRole;

    private RecordedQuestions(Map<String, List<Asked>> byRole) {
        this.byRole = byRole;
    }

    /**
     * One question of a role's session.
     *
     * @param principal the session's ARN
     * @param action as {@code codebuild:StartBuild}
     * @param resource the resource's ARN, or {@code *}
     * @param context the condition keys that the service supplied
     */
    public record Asked(String principal, String action, String resource, Map<String, String> context) {
        /** Copies the map. */
        public Asked {
            context = Map.copyOf(context);
        }

        private boolean isAllowedBy(Policy policy, Matcher session) {
            String account = session.group(2);
            String role = "arn:" + session.group(1) + ":iam::" + account + ":role/" + session.group(3);
            Map<String, List<String>> keys = new HashMap<>();
            context.forEach((key, value) -> keys.put(key, List.of(value)));
            return Evaluation.of(
                            new Request(
                                    Principal.aws(principal, "", Optional.of(role)),
                                    action,
                                    resource,
                                    ConditionKeys.of(keys)),
                            new Policies(
                                    List.of(policy),
                                    Optional.empty(),
                                    List.of(),
                                    new ResourcePolicy(account, Optional.empty(), false)))
                    .isAllowed();
        }
    }

    /**
     * Reads a record.
     *
     * @param record what {@link io.mlops.local.LocalAwsBuilder#record} wrote, or lines of it
     * @return its questions
     * @throws UncheckedIOException if the file cannot be read
     * @throws IllegalArgumentException if a line is no call; names the line
     */
    public static RecordedQuestions read(Path record) {
        Map<String, List<Asked>> byRole = new TreeMap<>();
        try {
            int number = 0;
            for (String line : Files.readAllLines(record)) {
                number++;
                for (JsonNode authorization : authorizations(record, number, line)) {
                    Asked asked = asked(authorization);
                    Matcher session = SESSION.matcher(asked.principal());
                    if (session.matches()) {
                        byRole.computeIfAbsent(session.group(3), role -> new ArrayList<>())
                                .add(asked);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the call record " + record + " cannot be read", e);
        }
        return new RecordedQuestions(byRole);
    }

    private static JsonNode authorizations(Path record, int number, String line) {
        try {
            JsonNode authorizations = JSON.readTree(line).path("authorization");
            if (authorizations.isArray()) {
                return authorizations;
            }
        } catch (JsonProcessingException e) {
            // Told below, as any other line that is no call.
        }
        throw new IllegalArgumentException(record + ", line " + number
                + ": a call with its authorization is accepted, as LocalAwsBuilder.record writes it");
    }

    private static Asked asked(JsonNode authorization) {
        Map<String, String> context = new HashMap<>();
        authorization
                .path("context")
                .properties()
                .forEach(key -> context.put(key.getKey(), key.getValue().asText()));
        return new Asked(
                authorization.path("principal").asText(),
                authorization.path("action").asText(),
                authorization.path("resource").asText(),
                context);
    }

    /**
     * Names the roles that asked something.
     *
     * @return their names, without paths
     */
    public Set<String> roles() {
        return new TreeSet<>(byRole.keySet());
    }

    /**
     * Lists what a role asked.
     *
     * @param role its name, without path
     * @return in the record's order; empty where it asked nothing
     */
    public List<Asked> of(String role) {
        return List.copyOf(byRole.getOrDefault(role, List.of()));
    }

    /**
     * Asks everything that a role asked of another policy, as its only one.
     *
     * @param role its name, without path
     * @param policy JSON
     * @return what that policy refuses
     * @throws IllegalArgumentException if the policy cannot be read
     */
    public List<Asked> refused(String role, String policy) {
        Policy parsed = Policy.parse(role, policy);
        return of(role).stream()
                .filter(asked -> {
                    Matcher session = SESSION.matcher(asked.principal());
                    return !session.matches() || !asked.isAllowedBy(parsed, session);
                })
                .toList();
    }
}
