package io.mlops.local.logs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads a JSON filter pattern, as {@code { $.level = "ERROR" && ($.code >= 500 || $.user IS NULL) }}. */
final class JsonFilter {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(\\|\\||&&|!=|>=|<=|[{}()=<>]|\"(?:[^\"\\\\]|\\\\.)*\"|%[^%]*%|\\$(?:[^\\s=<>!()&|]|\\['[^']*'])+"
                    + "|[^\\s(){}=<>!&|\"%]+)");
    private static final Pattern STEP = Pattern.compile("\\.?\\['([^']*)']|\\.?\\[(\\d{1,9}|\\*)]|\\.([^.\\[]+)");

    private final List<String> tokens = new ArrayList<>();
    private int at;

    JsonFilter(String pattern) {
        Matcher matcher = TOKEN.matcher(pattern);
        int end = 0;
        while (matcher.find(end) && matcher.start() == end) {
            tokens.add(matcher.group(1));
            end = matcher.end();
        }
        if (end != pattern.length()) {
            throw FilterPattern.invalid("Invalid filter pattern: unexpected '" + pattern.substring(end) + "'");
        }
    }

    /** Reads the pattern; a message that is not a JSON object does not match. */
    Predicate<String> read() {
        expect("{");
        Predicate<JsonNode> filter = anyOf();
        expect("}");
        if (at != tokens.size()) {
            throw unexpected();
        }
        return message -> {
            try {
                JsonNode json = message.stripLeading().startsWith("{") ? JSON.readTree(message) : null;
                return json != null && filter.test(json);
            } catch (JsonProcessingException e) {
                return false;
            }
        };
    }

    private Predicate<JsonNode> anyOf() {
        Predicate<JsonNode> filter = allOf();
        while (isNext("||")) {
            filter = filter.or(allOf());
        }
        return filter;
    }

    private Predicate<JsonNode> allOf() {
        Predicate<JsonNode> filter = condition();
        while (isNext("&&")) {
            filter = filter.and(condition());
        }
        return filter;
    }

    private Predicate<JsonNode> condition() {
        if (isNext("(")) {
            Predicate<JsonNode> inner = anyOf();
            expect(")");
            return inner;
        }
        String selector = next();
        if (!selector.startsWith("$")) {
            throw FilterPattern.invalid(
                    "Invalid filter pattern: a selector beginning with $ is expected at '" + selector + "'");
        }
        select(JSON.nullNode(), selector);
        String operator = next();
        if (operator.equals("NOT")) {
            expect("EXISTS");
            return json -> select(json, selector).isEmpty();
        }
        Predicate<JsonNode> test = operator.equals("IS") ? is(next()) : compared(operator, next());
        return json -> select(json, selector).stream().anyMatch(test);
    }

    private static Predicate<JsonNode> is(String what) {
        return switch (what) {
            case "NULL" -> JsonNode::isNull;
            case "TRUE" -> node -> node.isBoolean() && node.booleanValue();
            case "FALSE" -> node -> node.isBoolean() && !node.booleanValue();
            default -> throw FilterPattern.invalid("Invalid filter pattern: IS " + what);
        };
    }

    private static Predicate<JsonNode> compared(String operator, String value) {
        return switch (operator) {
            case "=" -> equal(value);
            case "!=" -> equal(value).negate();
            case ">" -> ordered(value, sign -> sign > 0);
            case ">=" -> ordered(value, sign -> sign >= 0);
            case "<" -> ordered(value, sign -> sign < 0);
            case "<=" -> ordered(value, sign -> sign <= 0);
            default -> throw FilterPattern.invalid("Invalid filter pattern: operator '" + operator + "'");
        };
    }

    private static Predicate<JsonNode> equal(String value) {
        if (value.startsWith("%")) {
            Predicate<String> regex =
                    FilterPattern.regex(value.substring(1, value.length() - 1)).asPredicate();
            return node -> node.isValueNode() && regex.test(node.asText());
        }
        boolean quoted = value.startsWith("\"");
        if (!quoted && isNumber(value)) {
            double number = Double.parseDouble(value);
            return node -> node.isNumber() && node.doubleValue() == number;
        }
        String text = quoted ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1") : value;
        Pattern wildcards = Pattern.compile(
                Stream.of(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")), Pattern.DOTALL);
        return node -> node.isValueNode() && wildcards.matcher(node.asText()).matches();
    }

    private static Predicate<JsonNode> ordered(String value, Predicate<Integer> sign) {
        if (!isNumber(value)) {
            throw FilterPattern.invalid("Invalid filter pattern: a number is expected at '" + value + "'");
        }
        double number = Double.parseDouble(value);
        return node -> node.isNumber() && sign.test(Double.compare(node.doubleValue(), number));
    }

    private static boolean isNumber(String value) {
        return value.matches("[+-]?\\d{1,30}(\\.\\d{1,30})?([eE][+-]?\\d{1,3})?");
    }

    private static List<JsonNode> select(JsonNode json, String selector) {
        Stream<JsonNode> found = Stream.of(json);
        Matcher step = STEP.matcher(selector);
        for (int end = 1; end < selector.length(); end = step.end()) {
            if (!step.find(end) || step.start() != end) {
                throw FilterPattern.invalid("Invalid filter pattern: selector '" + selector + "'");
            }
            String name = step.group(1) == null ? step.group(3) : step.group(1);
            String place = step.group(2);
            found = found.flatMap(node -> step(node, name, place));
        }
        return found.toList();
    }

    private static Stream<JsonNode> step(JsonNode node, @Nullable String name, @Nullable String place) {
        if (name == null ? "*".equals(place) : name.equals("*")) {
            return StreamSupport.stream(node.spliterator(), false);
        }
        return Stream.ofNullable(
                name == null && place != null ? node.get(Integer.parseInt(place)) : node.get(String.valueOf(name)));
    }

    private boolean isNext(String token) {
        boolean is = at < tokens.size() && tokens.get(at).equals(token);
        at += is ? 1 : 0;
        return is;
    }

    private void expect(String token) {
        if (!isNext(token)) {
            throw unexpected();
        }
    }

    private String next() {
        if (at == tokens.size()) {
            throw unexpected();
        }
        return tokens.get(at++);
    }

    private RuntimeException unexpected() {
        return FilterPattern.invalid(
                "Invalid filter pattern: unexpected " + (at == tokens.size() ? "end" : "'" + tokens.get(at) + "'"));
    }
}
