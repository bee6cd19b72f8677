package io.mlops.plan.iam;

/**
 * A condition of a statement.
 *
 * @param operator as {@code StringEquals}
 * @param key as {@code iam:PassedToService}
 * @param value the one value
 */
public record Condition(String operator, String key, String value) {}
