package io.mlops.local.iam.policy;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A statement's {@code Principal} or {@code NotPrincipal}.
 *
 * @param byType values by {@code AWS}, {@code Service}, {@code Federated}, {@code CanonicalUser}; {@code "*"} is {@code
 *     AWS: "*"}
 * @param negated whether it is {@code NotPrincipal}
 */
record Principals(Map<String, List<String>> byType, boolean negated) {
    /** How a statement names who asks, which decides what else limits its permission; from the weakest on. */
    enum Grant {
        /** Not at all. */
        NONE,
        /** By the account: its identity policies go on. */
        ACCOUNT,
        /** By the role, or everybody: boundary and session policies go on. */
        ROLE,
        /** By the user or session itself: nothing else limits it. */
        DIRECT
    }

    Grant grant(Principal principal, boolean hasBoundary) {
        if (!negated) {
            return best(principal);
        }
        return isExcepted(principal, hasBoundary) ? Grant.NONE : Grant.ROLE;
    }

    private Grant best(Principal principal) {
        return switch (principal.kind()) {
            case SERVICE ->
                values("Service").anyMatch(principal.name()::equals) || isEverybody() ? Grant.DIRECT : Grant.NONE;
            case FEDERATED ->
                values("Federated").anyMatch(principal.name()::equals) || isEverybody() ? Grant.DIRECT : Grant.NONE;
            case ROOT, USER, ROLE_SESSION ->
                values("AWS").map(value -> grant(value, principal)).reduce(Grant.NONE, Principals::higher);
        };
    }

    private static Grant higher(Grant left, Grant right) {
        return left.compareTo(right) >= 0 ? left : right;
    }

    private static Grant grant(String value, Principal principal) {
        if (value.equals(principal.name()) || value.equals(principal.id())) {
            return Grant.DIRECT;
        } else if (isAccount(value, principal)) {
            return principal.kind() == Principal.Kind.ROOT ? Grant.DIRECT : Grant.ACCOUNT;
        } else if (value.equals("*") || isRole(value, principal)) {
            return Grant.ROLE;
        }
        return Grant.NONE;
    }

    private static boolean isAccount(String value, Principal principal) {
        return value.equals(principal.accountId()) || value.equals("arn:aws:iam::" + principal.accountId() + ":root");
    }

    private static boolean isRole(String value, Principal principal) {
        return principal.roleArn().filter(value::equals).isPresent()
                || (!value.isEmpty() && principal.id().startsWith(value + ":"));
    }

    /**
     * A session is excepted only where account, role and session are named, and nobody who has a permissions boundary
     * is (IAM user guide, "AWS JSON policy elements: NotPrincipal" and "Permissions boundaries").
     */
    private boolean isExcepted(Principal principal, boolean hasBoundary) {
        if (!principal.hasIdentityPolicies()) {
            return best(principal) != Grant.NONE;
        }
        List<String> named = values("AWS").toList();
        return !hasBoundary
                && named.stream().anyMatch(value -> value.equals(principal.name()))
                && named.stream().anyMatch(value -> isAccount(value, principal))
                && (principal.roleArn().isEmpty() || named.stream().anyMatch(value -> isRole(value, principal)));
    }

    private boolean isEverybody() {
        return values("AWS").anyMatch("*"::equals);
    }

    private Stream<String> values(String type) {
        return byType.getOrDefault(type, List.of()).stream();
    }
}
