package io.mlops.local.events;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.services.eventbridge.model.InvalidEventPatternException;

/**
 * An event pattern (EventBridge user guide, "Event patterns"): every field must fit, by any of its values; of an array
 * in the event one element is enough. Refusals are worded as AWS words them.
 */
final class EventPattern {
    /** Numbers keep their digits: to an exact match 300, 300.0 and 3.0e2 differ. */
    static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final ObjectReader ELEMENT = JSON.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final int LONGEST_SHOWN = 500;

    private final String text;
    private final Predicate<JsonNode> fields;

    private EventPattern(String text) {
        this.text = text;
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw refusal("Filter is not an object", parser);
            }
            this.fields = object(parser);
            if (parser.nextToken() != null) {
                throw refusal("Invalid JSON", parser);
            }
        } catch (JsonProcessingException e) {
            throw InvalidEventPatternException.builder()
                    .message("Event pattern is not valid. Reason: " + e.getOriginalMessage())
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a pattern.
     *
     * @throws InvalidEventPatternException saying what is wrong, and where
     */
    static EventPattern parse(String text) {
        return new EventPattern(text);
    }

    boolean fits(JsonNode event) {
        return fields.test(event);
    }

    private Predicate<JsonNode> object(JsonParser parser) throws IOException {
        List<Predicate<JsonNode>> all = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            if (token == JsonToken.START_OBJECT) {
                Predicate<JsonNode> inner = object(parser);
                all.add(event -> within(event.path(name), inner));
            } else if (token == JsonToken.START_ARRAY && name.equals("$or")) {
                all.add(alternatives(parser));
            } else if (token == JsonToken.START_ARRAY) {
                Predicate<JsonNode> values = values(parser);
                all.add(event -> leaves(event.path(name)).anyMatch(values));
            } else {
                throw refusal('"' + name + "\" must be an object or an array", parser);
            }
        }
        if (all.isEmpty()) {
            throw refusal("Empty objects are not allowed", parser);
        }
        return event -> all.stream().allMatch(field -> field.test(event));
    }

    /** All fields of one pattern must fit the same element of an array of objects. */
    private static boolean within(JsonNode value, Predicate<JsonNode> inner) {
        if (value.isArray()) {
            return elements(value).anyMatch(element -> within(element, inner));
        }
        return inner.test(value.isObject() ? value : MissingNode.getInstance());
    }

    private Predicate<JsonNode> alternatives(JsonParser parser) throws IOException {
        List<Predicate<JsonNode>> any = new ArrayList<>();
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            any.add(object(parser));
        }
        if (parser.currentToken() != JsonToken.END_ARRAY) {
            throw refusal("Only objects are allowed in $or", parser);
        } else if (any.size() < 2) {
            throw refusal("There must have at least 2 Objects in $or relationship.", parser);
        }
        return event -> any.stream().anyMatch(way -> way.test(event));
    }

    private Predicate<JsonNode> values(JsonParser parser) throws IOException {
        List<Predicate<JsonNode>> any = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            JsonNode value = ELEMENT.readTree(parser);
            try {
                any.add(ValuePattern.of(value));
            } catch (ValuePattern.WrongException e) {
                throw refusal(e.getMessage(), parser);
            }
        }
        if (any.isEmpty()) {
            throw refusal("Empty arrays are not allowed", parser);
        }
        return value -> any.stream().anyMatch(pattern -> pattern.test(value));
    }

    /** The single values of a field; an object is none. */
    private static Stream<JsonNode> leaves(JsonNode field) {
        if (field.isArray() && !field.isEmpty()) {
            return elements(field).flatMap(EventPattern::leaves);
        }
        return Stream.of(field.isValueNode() ? field : MissingNode.getInstance());
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private InvalidEventPatternException refusal(String reason, JsonParser parser) {
        JsonLocation at = parser.currentLocation();
        String shown = text.length() <= LONGEST_SHOWN
                ? '"' + text + '"'
                : '"' + text.substring(0, LONGEST_SHOWN) + "\"[truncated " + (text.length() - LONGEST_SHOWN)
                        + " chars]";
        return InvalidEventPatternException.builder()
                .message("Event pattern is not valid. Reason: " + reason + " at [Source: (String)" + shown + "; line: "
                        + at.getLineNr() + ", column: " + at.getColumnNr() + "]")
                .build();
    }
}
