package io.mlops.local.iam.policy;

import java.util.List;
import java.util.Optional;

/** One statement of a policy. */
public final class Statement {
    private final String name;
    private final boolean isDeny;
    private final Patterns actions;
    private final Optional<Patterns> resources;
    private final Optional<Principals> principals;
    private final List<Condition> conditions;
    private final boolean variables;

    /**
     * Patterns, of which one must match, or none.
     *
     * @param patterns the patterns
     * @param negated whether none must match
     */
    record Patterns(List<String> patterns, boolean negated) {}

    Statement(
            String name,
            boolean isDeny,
            Patterns actions,
            Optional<Patterns> resources,
            Optional<Principals> principals,
            List<Condition> conditions,
            boolean variables) {
        this.name = name;
        this.isDeny = isDeny;
        this.actions = actions;
        this.resources = resources;
        this.principals = principals;
        this.conditions = List.copyOf(conditions);
        this.variables = variables;
    }

    /**
     * Names the statement.
     *
     * @return its Sid, or {@code #1} for the first without one
     */
    public String name() {
        return name;
    }

    /**
     * Says what the statement is for.
     *
     * @return whether it denies
     */
    public boolean isDeny() {
        return isDeny;
    }

    /**
     * Lists the actions that it names.
     *
     * @return the patterns of its {@code Action}; empty where it has {@code NotAction}
     */
    public List<String> actions() {
        return actions.negated() ? List.of() : actions.patterns();
    }

    /**
     * Says whether one of {@link #actions()} means an action.
     *
     * @param pattern one of them
     * @param action the action
     * @return whether it matches
     */
    public static boolean names(String pattern, String action) {
        return Wildcards.matchIgnoringCase(pattern, action);
    }

    /**
     * Says whether it concerns a request, in an identity's policy.
     *
     * @param request the request
     * @return whether all of it matches
     */
    public boolean concerns(Request request) {
        return grant(request, false) != Principals.Grant.NONE;
    }

    /** Says how far it concerns a request: {@code NONE} where anything of it does not match. */
    Principals.Grant grant(Request request, boolean hasBoundary) {
        Principals.Grant grant = principals
                .map(found -> found.grant(request.principal(), hasBoundary))
                .orElse(Principals.Grant.DIRECT);
        boolean applies = grant != Principals.Grant.NONE
                && matchesAction(request.action())
                && matchesResource(request)
                && conditions.stream().allMatch(condition -> condition.holds(request.keys(), variables));
        return applies ? grant : Principals.Grant.NONE;
    }

    private boolean matchesAction(String action) {
        return actions.negated() != actions.patterns().stream().anyMatch(pattern -> names(pattern, action));
    }

    private boolean matchesResource(Request request) {
        return resources
                .map(wanted -> wanted.negated()
                        != wanted.patterns().stream()
                                .flatMap(pattern -> (variables
                                                ? Variables.resolve(pattern, request.keys())
                                                : Optional.of(pattern))
                                        .stream())
                                .anyMatch(pattern -> Wildcards.match(pattern, request.resource())))
                .orElse(true);
    }
}
