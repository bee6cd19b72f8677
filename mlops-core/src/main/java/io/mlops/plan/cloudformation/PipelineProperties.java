package io.mlops.plan.cloudformation;

import io.mlops.plan.EventRule;
import io.mlops.plan.Pipeline;
import io.mlops.plan.PipelineJson;
import io.mlops.plan.ResourceType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The pipeline and the rule that starts it. */
final class PipelineProperties {
    private final References references;

    PipelineProperties(References references) {
        this.references = references;
    }

    /** The template's members are the API's, beginning with a capital; keys of an action's configuration are as they are. */
    Map<String, Object> pipeline(Pipeline pipeline) {
        return new Properties()
                .putAll(capitalized(PipelineJson.declaration(pipeline)))
                .tagged(pipeline.tags());
    }

    Map<String, Object> rule(EventRule rule) {
        Map<String, Object> target = new Properties()
                .put("Id", EventRule.TARGET_ID)
                .put("Arn", targetArn(rule))
                .put("RoleArn", references.text(rule.roleArn()))
                .map();
        return new Properties()
                .put("Name", rule.name())
                .put("EventPattern", references.in(Properties.json(rule.eventPattern())))
                .put("State", "ENABLED")
                .put("Targets", List.of(target))
                .tagged(rule.tags());
    }

    /** {@code Ref} of a pipeline is its name; it has no attribute for its ARN (template reference, return values). */
    private Object targetArn(EventRule rule) {
        String arn = rule.targetArn();
        String name = arn.substring(arn.lastIndexOf(':') + 1);
        Object placed = references.text(arn);
        boolean made = references.name(ResourceType.PIPELINE, name) instanceof Map;
        if (made && placed instanceof Map<?, ?> sub) {
            String text = String.valueOf(sub.get("Fn::Sub"));
            return Map.of("Fn::Sub", text.substring(0, text.lastIndexOf(':') + 1) + "${Pipeline}");
        }
        return placed;
    }

    private Map<String, Object> capitalized(Map<?, ?> json) {
        Map<String, Object> result = new LinkedHashMap<>();
        json.forEach((key, value) -> {
            String name = String.valueOf(key);
            Object entry = name.equals("configuration") ? configuration((Map<?, ?>) value) : value(name, value);
            if (!List.of().equals(entry)) {
                result.put(name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1), entry);
            }
        });
        return result;
    }

    private Object value(String name, Object value) {
        if (value instanceof Map<?, ?> map) {
            return capitalized(map);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(item -> value(name, item)).toList();
        }
        return switch (name) {
            case "roleArn", "location" -> references.text((String) value);
            default -> value;
        };
    }

    private Map<String, Object> configuration(Map<?, ?> configuration) {
        Map<String, Object> result = new LinkedHashMap<>();
        configuration.forEach((key, value) -> {
            String text = Objects.toString(value);
            result.put(
                    String.valueOf(key),
                    switch (String.valueOf(key)) {
                        case "S3Bucket" -> references.text(text);
                        case "ProjectName" -> references.name(ResourceType.BUILD_PROJECT, text);
                        case "FunctionName" -> references.name(ResourceType.FUNCTION, text);
                        default -> value;
                    });
        });
        return result;
    }
}
