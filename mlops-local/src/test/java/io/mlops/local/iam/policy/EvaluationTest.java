package io.mlops.local.iam.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The evaluation held to AWS's documentation: the table {@code evaluation-cases.yml}. */
class EvaluationTest {
    private static final String ACCOUNT = "123456789012";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    record Case(JsonNode group, JsonNode asked, int number) {
        @Override
        public String toString() {
            return group.path("source").asText() + ": " + group.path("about").asText() + " [" + number + "] " + asked;
        }
    }

    static Stream<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        try (InputStream stream = EvaluationTest.class.getResourceAsStream("evaluation-cases.yml")) {
            for (JsonNode group : new YAMLMapper().readTree(stream)) {
                for (JsonNode asked : group.path("cases")) {
                    cases.add(new Case(group, asked, cases.size() + 1));
                }
            }
        }
        return cases.stream();
    }

    @Test
    void theTableIsLargeAndEachCaseHasItsSource() throws IOException {
        assertThat(cases())
                .hasSizeGreaterThanOrEqualTo(150)
                .allMatch(entry -> entry.group().path("source").asText().matches("\\S.+"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void decidesAsDocumented(Case entry) {
        Decision decision = Evaluation.of(request(entry.asked()), policies(entry.group(), entry.asked()));

        boolean explicit = !decision.isAllowed() && decision.deciding().isPresent();
        assertThat(decision.isAllowed() ? "allow" : explicit ? "explicit" : "deny")
                .isEqualTo(entry.asked().path("expect").asText());
        if (entry.asked().has("by")) {
            assertThat(decision.source()).hasToString(entry.asked().path("by").asText());
        }
        if (entry.asked().has("statement")) {
            assertThat(decision.deciding().orElseThrow().statement().name())
                    .isEqualTo(entry.asked().path("statement").asText());
        }
    }

    private static Request request(JsonNode asked) {
        String[] words =
                asked.path("ask").asText("s3:GetObject arn:aws:s3:::bucket/key").split(" ", 2);
        Map<String, List<String>> keys = new HashMap<>();
        asked.path("with").properties().forEach(key -> keys.put(key.getKey(), texts(key.getValue())));
        return new Request(principal(asked.path("as").asText("alice")), words[0], words[1], ConditionKeys.of(keys));
    }

    private static Principal principal(String who) {
        return switch (who) {
            case "alice" -> Principal.aws("arn:aws:iam::" + ACCOUNT + ":user/alice", "AIDAALICE", Optional.empty());
            case "other" -> Principal.aws("arn:aws:iam::999999999999:user/other", "AIDAOTHER", Optional.empty());
            case "root" -> Principal.aws("arn:aws:iam::" + ACCOUNT + ":root", ACCOUNT, Optional.empty());
            case "session" ->
                Principal.aws(
                        "arn:aws:sts::" + ACCOUNT + ":assumed-role/app/one",
                        "AROAAPP:one",
                        Optional.of("arn:aws:iam::" + ACCOUNT + ":role/app"));
            default -> Principal.service(who, ACCOUNT);
        };
    }

    private static Policies policies(JsonNode group, JsonNode asked) {
        String owner = group.path("of")
                .asText(principal(asked.path("as").asText("alice")).accountId());
        return new Policies(
                policy(group, "identity").stream().toList(),
                policy(group, "boundary"),
                policy(group, "session").stream().toList(),
                new Policies.ResourcePolicy(
                        owner, policy(group, "resource"), group.path("required").asBoolean()));
    }

    private static Optional<Policy> policy(JsonNode group, String kind) {
        JsonNode given = group.path(kind);
        if (given.isObject()) {
            return Optional.of(Policy.parse(kind, given.toString()));
        } else if (given.isMissingNode() || given.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode document = JSON.createObjectNode().put("Version", "2012-10-17");
        document.set("Statement", given);
        return Optional.of(Policy.parse(kind, document.toString()));
    }

    private static List<String> texts(JsonNode node) {
        return node.isArray()
                ? StreamSupport.stream(node.spliterator(), false)
                        .map(JsonNode::asText)
                        .toList()
                : List.of(node.asText());
    }
}
