package io.mlops.local.iam;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.iam.model.Role;

/** A role as it was last written, and as it is in effect, which may be later. Guarded by its account's {@link Roles}. */
final class StoredRole {
    private final Deque<Written> writings = new ArrayDeque<>();

    /**
     * All that was written of a role.
     *
     * @param role the role
     * @param inlinePolicies documents by policy name
     * @param attachedPolicies policy names by ARN
     */
    record State(Role role, Map<String, String> inlinePolicies, Map<String, String> attachedPolicies) {
        State withRole(UnaryOperator<Role.Builder> change) {
            return new State(change.apply(role.toBuilder()).build(), inlinePolicies, attachedPolicies);
        }

        State withInline(UnaryOperator<Map<String, String>> change) {
            return new State(role, change.apply(new TreeMap<>(inlinePolicies)), attachedPolicies);
        }

        State withAttached(UnaryOperator<Map<String, String>> change) {
            return new State(role, inlinePolicies, change.apply(new TreeMap<>(attachedPolicies)));
        }
    }

    private record Written(State state, Instant effective) {}

    StoredRole(Role role, Instant effective) {
        writings.add(new Written(new State(role, Map.of(), Map.of()), effective));
    }

    State state() {
        return writings.getLast().state();
    }

    Role role() {
        return state().role();
    }

    void change(UnaryOperator<State> change, Instant effective) {
        writings.add(new Written(change.apply(state()), effective));
    }

    /** What is in effect: empty where not even the role's making is. */
    Optional<State> effective(Instant now) {
        Optional<State> found = Optional.empty();
        while (!writings.isEmpty() && !writings.getFirst().effective().isAfter(now)) {
            found = Optional.of(writings.getFirst().state());
            if (writings.size() == 1) {
                return found;
            } else if (second().effective().isAfter(now)) {
                return found;
            }
            writings.removeFirst();
        }
        return found;
    }

    private Written second() {
        return writings.stream().skip(1).findFirst().orElseThrow();
    }
}
