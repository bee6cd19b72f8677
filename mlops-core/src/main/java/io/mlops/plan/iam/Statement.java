package io.mlops.plan.iam;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A statement of a policy.
 *
 * @param sid its name, letters and digits
 * @param effect allow or deny
 * @param principals by type, {@code Service} or {@code *}; empty in policies of roles
 * @param actions at least one
 * @param resources empty in trust policies
 * @param conditions all of which must hold
 */
public record Statement(
        String sid,
        Effect effect,
        Map<String, String> principals,
        List<String> actions,
        List<String> resources,
        List<Condition> conditions) {
    /** Copies the collections. */
    public Statement {
        principals = Map.copyOf(principals);
        actions = List.copyOf(actions);
        resources = List.copyOf(resources);
        conditions = List.copyOf(conditions);
    }

    /** Whether a statement allows or denies. */
    public enum Effect {
        /** Allows. */
        ALLOW("Allow"),
        /** Denies, whatever allows. */
        DENY("Deny");

        private final String text;

        Effect(String text) {
            this.text = text;
        }
    }

    /**
     * Begins a statement that allows.
     *
     * @param sid its name
     * @param actions at least one
     * @return a statement without resources
     */
    public static Statement allow(String sid, String... actions) {
        return new Statement(sid, Effect.ALLOW, Map.of(), List.of(actions), List.of(), List.of());
    }

    /**
     * Begins a statement that denies.
     *
     * @param sid its name
     * @param actions at least one
     * @return a statement without resources
     */
    public static Statement deny(String sid, String... actions) {
        return new Statement(sid, Effect.DENY, Map.of(), List.of(actions), List.of(), List.of());
    }

    /**
     * Adds resources.
     *
     * @param arns ARNs or patterns of them
     * @return the new statement
     */
    public Statement on(String... arns) {
        return on(List.of(arns));
    }

    /**
     * Adds resources.
     *
     * @param arns ARNs or patterns of them
     * @return the new statement
     */
    public Statement on(List<String> arns) {
        List<String> all = new ArrayList<>(resources);
        all.addAll(arns);
        return new Statement(sid, effect, principals, actions, all, conditions);
    }

    /**
     * Sets whom the statement is about.
     *
     * @param type {@code Service}, or {@code *} for everyone
     * @param value the principal
     * @return the new statement
     */
    public Statement principal(String type, String value) {
        return new Statement(sid, effect, Map.of(type, value), actions, resources, conditions);
    }

    /**
     * Adds a condition.
     *
     * @param operator as {@code StringEquals}
     * @param key as {@code iam:PassedToService}
     * @param value the one value
     * @return the new statement
     */
    public Statement when(String operator, String key, String value) {
        List<Condition> all = new ArrayList<>(conditions);
        all.add(new Condition(operator, key, value));
        return new Statement(sid, effect, principals, actions, resources, all);
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("Sid", sid);
        json.put("Effect", effect.text);
        if (!principals.isEmpty()) {
            json.put("Principal", principals.containsKey("*") ? "*" : principals);
        }
        json.put("Action", single(actions));
        if (!resources.isEmpty()) {
            json.put("Resource", single(resources));
        }
        if (!conditions.isEmpty()) {
            Map<String, Map<String, String>> byOperator = new LinkedHashMap<>();
            conditions.forEach(condition -> byOperator
                    .computeIfAbsent(condition.operator(), operator -> new LinkedHashMap<>())
                    .put(condition.key(), condition.value()));
            json.put("Condition", byOperator);
        }
        return json;
    }

    private static Object single(List<String> values) {
        return values.size() == 1 ? values.get(0) : values;
    }
}
