package io.mlops.local.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.mlops.local.call.Refusals;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.eventbridge.model.InputTransformer;
import software.amazon.awssdk.services.eventbridge.model.Target;

/** What a target gets: the event, a part of it, a constant, or a template (EventBridge user guide, "Input transformation"). */
final class TargetInput {
    private static final Pattern STEP = Pattern.compile("\\.([^.\\[\\]]+)|\\[(\\d+)]|\\['([^']+)']");
    private static final Pattern VARIABLE = Pattern.compile("<([A-Za-z0-9_.\\-]+)>");

    private TargetInput() {}

    /** Checks a target's input settings. */
    static void check(Target target) {
        int given = (target.input() == null ? 0 : 1)
                + (target.inputPath() == null ? 0 : 1)
                + (target.inputTransformer() == null ? 0 : 1);
        if (given > 1) {
            throw Refusals.validation("Only one of Input, InputPath, or InputTransformer must be provided for target "
                    + target.id() + ".");
        }
        if (target.input() != null && parsed(target.input()).isMissingNode()) {
            throw Refusals.validation("JSON syntax error in input for target " + target.id() + ": it is not JSON");
        }
        if (target.inputPath() != null) {
            requirePath(target, target.inputPath());
        }
        if (target.inputTransformer() != null) {
            target.inputTransformer().inputPathsMap().values().forEach(path -> requirePath(target, path));
        }
    }

    private static void requirePath(Target target, String path) {
        if (!path.startsWith("$")
                || !STEP.matcher(path.substring(1)).replaceAll("").isEmpty()) {
            throw Refusals.validation("Invalid JSON path " + path + " for target " + target.id()
                    + ": this emulator takes $, .name, ['name'] and [index]");
        }
    }

    /** Reads JSON; a missing node where it is none. */
    static JsonNode parsed(String text) {
        try {
            return EventPattern.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return JsonNodeFactory.instance.missingNode();
        }
    }

    /** Makes a target's input of an event. */
    static String of(StoredRule rule, Target target, JsonNode event, Instant ingested) {
        if (target.input() != null) {
            return target.input();
        } else if (target.inputPath() != null) {
            JsonNode part = at(event, target.inputPath());
            return part.isMissingNode() ? "{}" : part.toString();
        }
        return target.inputTransformer() == null
                ? event.toString()
                : transformed(target.inputTransformer(), rule, event, ingested);
    }

    private static JsonNode at(JsonNode event, String path) {
        JsonNode node = event;
        Matcher step = STEP.matcher(path);
        while (step.find()) {
            String name = step.group(1) == null ? step.group(3) : step.group(1);
            node = name == null ? node.path(Integer.parseInt(step.group(2))) : node.path(name);
        }
        return node;
    }

    private static String transformed(InputTransformer transformer, StoredRule rule, JsonNode event, Instant ingested) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        values.put("aws.events.rule-arn", JsonNodeFactory.instance.textNode(rule.arn()));
        values.put("aws.events.rule-name", JsonNodeFactory.instance.textNode(rule.name()));
        values.put("aws.events.event.ingestion-time", JsonNodeFactory.instance.textNode(ingested.toString()));
        values.put("aws.events.event", event);
        values.put("aws.events.event.json", event);
        transformer.inputPathsMap().forEach((name, path) -> values.put(name, at(event, path)));
        return filled(transformer.inputTemplate(), values);
    }

    /** Inside quotes a variable's text is put in, outside of them its JSON. */
    private static String filled(String template, Map<String, JsonNode> values) {
        StringBuilder filled = new StringBuilder();
        Matcher variable = VARIABLE.matcher(template);
        boolean quoted = false;
        int from = 0;
        while (variable.find()) {
            String before = template.substring(from, variable.start());
            quoted ^= (before.replace("\\\"", "").chars().filter(c -> c == '"').count() % 2) == 1;
            JsonNode value = values.get(variable.group(1));
            filled.append(before).append(value == null ? variable.group() : shown(value, quoted));
            from = variable.end();
        }
        return filled.append(template.substring(from)).toString();
    }

    private static String shown(JsonNode value, boolean quoted) {
        if (!quoted) {
            return value.isMissingNode() ? "\"\"" : value.toString();
        }
        String text = value.isValueNode() || value.isMissingNode() ? value.asText() : value.toString();
        String escaped = JsonNodeFactory.instance.textNode(text).toString();
        return escaped.substring(1, escaped.length() - 1);
    }
}
