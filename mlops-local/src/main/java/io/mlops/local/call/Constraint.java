package io.mlops.local.call;

import io.mlops.local.facts.ServiceFacts.ShapeFacts;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkBytes;

/**
 * A constraint on a value alone. Patterns are AWS's own, which are Java's: a text matches whole, and a dot is no line
 * end.
 *
 * @param text what a value must satisfy, in AWS's words
 * @param holds whether a value does
 */
record Constraint(String text, Predicate<Object> holds) {
    /** Java's matcher recurses; what is longer has broken its length already. */
    private static final int LONGEST_MATCHED = 4096;

    static List<Constraint> of(ShapeFacts facts) {
        List<Constraint> constraints = new ArrayList<>();
        String measure = "Member must have " + (facts.number() ? "value" : "length");
        BigDecimal max = facts.max();
        if (max != null) {
            constraints.add(new Constraint(
                    measure + " less than or equal to " + max.toPlainString(),
                    value -> size(value).compareTo(max) <= 0));
        }
        BigDecimal min = facts.min();
        if (min != null) {
            constraints.add(new Constraint(
                    measure + " greater than or equal to " + min.toPlainString(),
                    value -> size(value).compareTo(min) >= 0));
        }
        if (facts.pattern() != null) {
            constraints.add(pattern(facts.pattern()));
        }
        List<String> values = facts.values();
        if (values != null) {
            constraints.add(new Constraint(
                    "Member must satisfy enum value set: " + values, value -> values.contains(value.toString())));
        }
        return List.copyOf(constraints);
    }

    private static Constraint pattern(String text) {
        Pattern pattern = Pattern.compile(text);
        return new Constraint(
                "Member must satisfy regular expression pattern: " + text,
                value -> !(value instanceof String string)
                        || string.length() > LONGEST_MATCHED
                        || pattern.matcher(string).matches());
    }

    /** A number itself; a text's characters, not Java's halves of them; bytes; elements. */
    private static BigDecimal size(Object value) {
        if (value instanceof Number number) {
            return number(number);
        } else if (value instanceof String text) {
            return BigDecimal.valueOf(text.codePointCount(0, text.length()));
        } else if (value instanceof SdkBytes bytes) {
            return BigDecimal.valueOf(bytes.asByteArrayUnsafe().length);
        }
        return BigDecimal.valueOf(value instanceof Map<?, ?> map ? map.size() : ((List<?>) value).size());
    }

    private static BigDecimal number(Number number) {
        double value = number.doubleValue();
        return Double.isNaN(value) || Double.isInfinite(value)
                ? BigDecimal.valueOf(Double.MAX_VALUE)
                : new BigDecimal(number.toString());
    }
}
