package io.mlops.local.iam;

import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.iam.model.Role;

/** A role with its inline and attached policies. */
final class StoredRole {
    private Role role;
    private final Map<String, String> inlinePolicies = new TreeMap<>();
    private final Map<String, String> attachedPolicies = new TreeMap<>();

    StoredRole(Role role) {
        this.role = role;
    }

    Role role() {
        return role;
    }

    void replace(Role changed) {
        role = changed;
    }

    /** Documents by policy name. */
    Map<String, String> inlinePolicies() {
        return inlinePolicies;
    }

    /** Policy names by ARN. */
    Map<String, String> attachedPolicies() {
        return attachedPolicies;
    }
}
