package io.mlops.spec;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with a description. */
final class Problems {
    private final List<Problem> found = new ArrayList<>();

    List<Problem> all() {
        return List.copyOf(found);
    }

    void add(String path, String got, String expected, String fix) {
        found.add(new Problem(path, got, expected, fix));
    }

    void rule(Rule rule, String path, String value) {
        rule.check(found, path, value);
    }

    /** Checks a text that may be empty. */
    void optional(Rule rule, String path, String value) {
        if (!value.isEmpty()) {
            rule.check(found, path, value);
        }
    }

    void each(Rule rule, String path, List<String> values) {
        values.forEach(value -> rule.check(found, path, value));
    }

    void entries(Rule key, Rule value, String path, Map<String, String> map) {
        map.forEach((name, text) -> {
            key.check(found, path, name);
            value.check(found, path + "[" + name + "]", text);
        });
    }

    void atLeastOne(String path, int value) {
        if (value < 1) {
            add(path, Integer.toString(value), "a number from 1", "write 1 or more");
        }
    }

    void atMost(String path, int size, int most) {
        if (size > most) {
            add(path, size + " entries", "at most " + most, "leave some out");
        }
    }

    void between(String path, int value, int least, int most, String fix) {
        if (value < least || value > most) {
            add(path, Integer.toString(value), least + " to " + most, fix);
        }
    }

    void between(String path, Duration value, Duration least, Duration most, String fix) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            add(path, value.toString(), least + " to " + most, fix);
        }
    }

    void unique(Set<String> names, String path, String name) {
        if (!name.isEmpty() && !names.add(name)) {
            add(path, name, "a name that no other has", "rename one of them");
        }
    }

    void vpc(String path, @Nullable Vpc vpc) {
        if (vpc == null) {
            return;
        }
        between(path + ".subnets", vpc.subnets().size(), 1, 16, "name the subnets' ids");
        each(Rule.NETWORK_ID, path + ".subnets", vpc.subnets());
        between(path + ".securityGroups", vpc.securityGroups().size(), 1, 5, "name the security groups' ids");
        each(Rule.NETWORK_ID, path + ".securityGroups", vpc.securityGroups());
    }
}
