package io.mlops.local.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes the steps of an exercise through one client, and holds each answer to what the step says. */
final class Exerciser {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]+)}");
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private final Client client;
    private final Client.Key root;
    private final Map<String, String> variables;
    private final Set<String> numbers = new HashSet<>();
    private final Map<String, Client.Key> sessions = new HashMap<>();

    Exerciser(Client client, Client.Key root, Map<String, String> variables) {
        this.client = client;
        this.root = root;
        this.variables = new HashMap<>(variables);
    }

    void take(Exercise.Step step) throws InterruptedException {
        Instant end = Instant.now().plus(LONGEST_WAIT);
        Client.Answer answer = call(step);
        while (!arrived(step, answer) && Instant.now().isBefore(end)) {
            Thread.sleep(100);
            answer = call(step);
        }
        if (step.errors().isEmpty()) {
            assertThat(answer.error().map(code -> code + ": " + answerText(step)))
                    .as("%s: %s", step, answer.message())
                    .isEmpty();
        } else {
            assertThat(answer.error())
                    .as("%s expects an error and got %s %s", step, answer.output(), answer.message())
                    .isPresent();
            assertThat(step.errors())
                    .as("%s: %s", step, answer.message())
                    .contains(answer.error().orElseThrow());
        }
        check(step, answer);
        keep(step, answer);
    }

    private static String answerText(Exercise.Step step) {
        return step.operation();
    }

    private Client.Answer call(Exercise.Step step) {
        Client.Key key =
                step.words().has("as") ? sessions.get(step.words().path("as").asText()) : root;
        assertThat(key).as("%s: the session that it names", step).isNotNull();
        return client.call(key, step.service(), step.operation(), filled(step.input()));
    }

    private boolean arrived(Exercise.Step step, Client.Answer answer) {
        JsonNode until = step.words().path("until");
        boolean arrived = until.isMissingNode() || answer.error().isPresent();
        return arrived || faults(until, answer).isEmpty();
    }

    private void check(Exercise.Step step, Client.Answer answer) {
        assertThat(faults(step.words().path("until"), answer))
                .as("%s, waited for in vain: %s", step, answer)
                .isEmpty();
        assertThat(faults(step.words().path("expect"), answer))
                .as("%s: %s", step, answer)
                .isEmpty();
        if (step.words().has("message")) {
            assertThat(answer.message())
                    .as("%s", step)
                    .contains(filled(step.words().get("message")).asText());
        }
    }

    private Map<String, String> faults(JsonNode wanted, Client.Answer answer) {
        Map<String, String> faults = new HashMap<>();
        wanted.properties().forEach(entry -> {
            JsonNode found = at(answer.output(), entry.getKey());
            String expected = filled(entry.getValue()).asText();
            if (!found.asText().equals(expected)) {
                faults.put(entry.getKey(), found + " instead of " + expected);
            }
        });
        return faults;
    }

    private void keep(Exercise.Step step, Client.Answer answer) {
        step.words().path("save").properties().forEach(entry -> {
            JsonNode value = at(answer.output(), entry.getValue().asText());
            assertThat(value.isValueNode())
                    .as("%s: %s of %s", step, entry.getValue(), answer.output())
                    .isTrue();
            variables.put(entry.getKey(), value.asText());
            if (value.isNumber()) {
                numbers.add("${" + entry.getKey() + "}");
            }
        });
        if (step.words().has("session")) {
            JsonNode given = answer.output().path("Credentials");
            sessions.put(
                    step.words().path("session").asText(),
                    new Client.Key(
                            given.path("AccessKeyId").asText(),
                            given.path("SecretAccessKey").asText(),
                            given.path("SessionToken").asText()));
        }
    }

    private static JsonNode at(JsonNode node, String path) {
        JsonNode found = node;
        for (String part : path.split("\\.", -1)) {
            found = part.matches("\\d+") && found.isArray() ? found.path(Integer.parseInt(part)) : found.path(part);
        }
        return found;
    }

    private JsonNode filled(JsonNode node) {
        if (node.isTextual() && numbers.contains(node.asText())) {
            return DecimalNode.valueOf(new BigDecimal(filled(node.asText())));
        } else if (node.isTextual()) {
            return TextNode.valueOf(filled(node.asText()));
        } else if (node.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> array.add(filled(element)));
            return array;
        } else if (node.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            node.properties().forEach(entry -> object.set(filled(entry.getKey()), filled(entry.getValue())));
            return object;
        }
        return node;
    }

    private String filled(String text) {
        Matcher matcher = VARIABLE.matcher(text);
        // What is no variable, as a policy's ${aws:username}, stays as it is.
        return matcher.replaceAll(
                found -> Matcher.quoteReplacement(variables.getOrDefault(found.group(1), found.group())));
    }
}
