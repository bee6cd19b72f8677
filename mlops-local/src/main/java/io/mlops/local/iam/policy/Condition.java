package io.mlops.local.iam.policy;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One line of a statement's condition block.
 *
 * @param operator what the policy says, as {@code ForAnyValue:StringLikeIfExists}
 * @param comparison how values are compared
 * @param negated whether nothing may match
 * @param set how the request's values count, where there are several
 * @param ifExists whether an absent key is well
 * @param key the condition key
 * @param values the policy's values
 */
record Condition(
        String operator,
        Comparison comparison,
        boolean negated,
        SetOperator set,
        boolean ifExists,
        String key,
        List<String> values) {
    private static final String IF_EXISTS = "IfExists";

    /** How the request's values count. */
    enum SetOperator {
        /** Without a set operator. */
        ONE,
        /** {@code ForAnyValue:}. */
        ANY,
        /** {@code ForAllValues:}. */
        ALL
    }

    /**
     * Reads an operator's name.
     *
     * @throws IllegalArgumentException if IAM has no such operator
     */
    static Condition of(String operator, String key, List<String> values) {
        SetOperator set = operator.startsWith("ForAnyValue:")
                ? SetOperator.ANY
                : operator.startsWith("ForAllValues:") ? SetOperator.ALL : SetOperator.ONE;
        String name = operator.substring(operator.indexOf(':') + 1);
        boolean ifExists = name.endsWith(IF_EXISTS);
        if (ifExists) {
            name = name.substring(0, name.length() - IF_EXISTS.length());
        }
        boolean negated = name.contains("Not");
        String plain = name.replace("Not", "").replace("ArnEquals", "ArnLike");
        String constant = plain.replaceAll("(?<=.)([A-Z])", "_$1").toUpperCase(Locale.ROOT);
        return new Condition(operator, Comparison.valueOf(constant), negated, set, ifExists, key, values);
    }

    boolean holds(ConditionKeys keys, boolean variables) {
        Optional<List<String>> found = keys.of(key);
        if (comparison == Comparison.NULL) {
            return isOneOf(String.valueOf(found.isEmpty()), keys, false);
        }
        List<String> actual = found.orElse(List.of());
        return switch (set) {
            case ANY -> actual.stream().anyMatch(value -> fits(value, keys, variables));
            case ALL -> actual.stream().allMatch(value -> fits(value, keys, variables));
            case ONE ->
                actual.isEmpty()
                        ? negated || ifExists
                        : negated != actual.stream().anyMatch(value -> isOneOf(value, keys, variables));
        };
    }

    private boolean fits(String actual, ConditionKeys keys, boolean variables) {
        return negated != isOneOf(actual, keys, variables);
    }

    private boolean isOneOf(String actual, ConditionKeys keys, boolean variables) {
        return values.stream()
                .flatMap(value -> (variables && comparison.takesVariables()
                                ? Variables.resolve(value, keys)
                                : Optional.of(value))
                        .stream())
                .anyMatch(wanted -> comparison.fits(wanted, actual));
    }
}
