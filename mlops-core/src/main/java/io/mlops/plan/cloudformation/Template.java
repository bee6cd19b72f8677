package io.mlops.plan.cloudformation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A CloudFormation template.
 *
 * @param sections in order, as {@code Resources}: texts, numbers, truth values, lists and maps
 */
public record Template(Map<String, Object> sections) {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** Copies the sections, in their order. */
    public Template {
        sections = Collections.unmodifiableMap(new LinkedHashMap<>(sections));
    }

    /**
     * Writes the template for machines.
     *
     * @return JSON, indented, with a line end
     */
    public String json() {
        try {
            return MAPPER.writeValueAsString(sections) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a template of texts, lists and maps is writable as JSON", e);
        }
    }

    /**
     * Writes the template for people: buildspecs stand in it as blocks of lines.
     *
     * @return YAML that means the same as {@link #json()}, with a line end
     */
    public String yaml() {
        return Yaml.write(sections);
    }
}
