package io.mlops.local.facts;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a service's operations.
 *
 * @param operations by name
 * @param errors by the name of their shape
 * @param shapes the shapes below inputs that have constraints, or lead to some, by name
 */
public record ServiceFacts(
        Map<String, OperationFacts> operations, Map<String, ErrorFacts> errors, Map<String, ShapeFacts> shapes) {
    /**
     * Facts of an operation.
     *
     * @param method the HTTP verb
     * @param uri the path's template
     * @param status the status of success
     * @param querystring query parameters without which it is another operation
     * @param header headers without which it is another operation
     * @param input the input shape's name
     * @param wrapper the element around the result, of AWS Query
     * @param errors the shapes of the errors that its model declares
     */
    public record OperationFacts(
            String method,
            String uri,
            int status,
            @Nullable List<String> querystring,
            @Nullable List<String> header,
            @Nullable String input,
            @Nullable String wrapper,
            @Nullable List<String> errors) {}

    /**
     * Facts of an error.
     *
     * @param code its code on the wire
     * @param status its HTTP status
     */
    public record ErrorFacts(String code, int status) {}

    /**
     * Facts of a shape.
     *
     * @param required a structure's required members
     * @param union whether a structure takes exactly one member
     * @param sensitive whether its values are never shown
     * @param number whether the least and greatest are of a number
     * @param members a structure's members that have or lead to constraints, with their shapes
     * @param key a map's key's shape
     * @param element a list's or map's element's shape
     * @param min the least length, size or number
     * @param max the greatest length, size or number
     * @param pattern the regular expression that a text matches whole
     * @param values the values that a text may have
     */
    public record ShapeFacts(
            @Nullable List<String> required,
            boolean union,
            boolean sensitive,
            boolean number,
            @Nullable Map<String, String> members,
            @Nullable String key,
            @Nullable String element,
            @Nullable BigDecimal min,
            @Nullable BigDecimal max,
            @Nullable String pattern,
            @JsonProperty("enum") @Nullable List<String> values) {}

    /**
     * Finds an error's shape by the shape's name, by the name that the SDK gave to its class, or by its code.
     *
     * @param name the name
     * @return the shape's name, a key of {@link #errors}
     */
    public Optional<String> errorShape(String name) {
        String shorter = name.replaceFirst("Exception$", "");
        return Stream.of(name, shorter)
                .filter(errors::containsKey)
                .findFirst()
                .or(() -> errors.entrySet().stream()
                        .filter(error -> error.getValue().code().equals(name))
                        .map(Map.Entry::getKey)
                        .findFirst());
    }

    /**
     * Finds an error by its shape's name, by the name that the SDK gave to its class, or by its code.
     *
     * @param name the name
     * @return its facts
     */
    public Optional<ErrorFacts> error(String name) {
        return errorShape(name).map(errors::get);
    }
}
