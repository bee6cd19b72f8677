package io.mlops.local.iam;

import io.mlops.local.account.Scope;
import io.mlops.local.call.Cloud;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An account's roles. IAM is global: every region sees the same. Guarded by its own monitor. */
final class Roles {
    private static final String GLOBAL = "aws-global";

    private final Map<String, StoredRole> byName = new TreeMap<>();

    static Roles of(Cloud cloud, String accountId) {
        return cloud.stores().of(Roles.class, new Scope(accountId, GLOBAL), scope -> new Roles());
    }

    Map<String, StoredRole> byName() {
        return byName;
    }

    synchronized Optional<StoredRole> byArn(String arn) {
        return byName.values().stream()
                .filter(stored -> stored.role().arn().equals(arn))
                .findFirst();
    }
}
