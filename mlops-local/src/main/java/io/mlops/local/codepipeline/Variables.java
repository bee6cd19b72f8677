package io.mlops.local.codepipeline;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An execution's variables: {@code #{Namespace.Key}} in configuration is replaced by them. Not thread-safe. */
final class Variables {
    /** CodePipeline's own namespace. */
    static final String PIPELINE = "codepipeline";

    /** The namespace of the pipeline's variables. */
    static final String VARIABLES = "variables";

    static final Pattern REFERENCE = Pattern.compile("#\\{([^}]*)}");

    private final Map<String, Map<String, String>> namespaces = new LinkedHashMap<>();

    void put(String namespace, Map<String, String> values) {
        namespaces.put(namespace, Map.copyOf(values));
    }

    /**
     * Resolves a configuration.
     *
     * @return the configuration with values for references, or empty where one cannot be resolved
     */
    Optional<Map<String, String>> resolve(Map<String, String> configuration) {
        Map<String, String> resolved = new LinkedHashMap<>();
        for (Map.Entry<String, String> entry : configuration.entrySet()) {
            Optional<String> value = resolve(entry.getValue());
            if (value.isEmpty()) {
                return Optional.empty();
            }
            resolved.put(entry.getKey(), value.get());
        }
        return Optional.of(resolved);
    }

    private Optional<String> resolve(String text) {
        StringBuilder resolved = new StringBuilder();
        Matcher matcher = REFERENCE.matcher(text);
        while (matcher.find()) {
            String[] parts = matcher.group(1).split("\\.", 2);
            String value = parts.length < 2
                    ? null
                    : namespaces.getOrDefault(parts[0], Map.of()).get(parts[1]);
            if (value == null) {
                return Optional.empty();
            }
            matcher.appendReplacement(resolved, Matcher.quoteReplacement(value));
        }
        return Optional.of(matcher.appendTail(resolved).toString());
    }
}
