package io.mlops.local.iam;

import io.mlops.local.account.Scope;
import io.mlops.local.call.Cloud;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An account's roles. IAM is global: every region sees the same. Guarded by its own monitor. */
final class Roles {
    private static final String GLOBAL = "aws-global";

    private final String accountId;
    private final Map<String, StoredRole> byName = new TreeMap<>();

    private Roles(String accountId) {
        this.accountId = accountId;
    }

    static Roles of(Cloud cloud, String accountId) {
        return cloud.stores().of(Roles.class, new Scope(accountId, GLOBAL), scope -> new Roles(accountId));
    }

    /** Finds what is in effect of a role of any account. */
    static Optional<StoredRole.State> effective(Cloud cloud, String arn) {
        String[] parts = arn.split(":", 6);
        return parts.length < 6
                ? Optional.empty()
                : of(cloud, parts[4]).effective(arn, cloud.scheduler().now());
    }

    String accountId() {
        return accountId;
    }

    Map<String, StoredRole> byName() {
        return byName;
    }

    synchronized Optional<StoredRole> byArn(String arn) {
        // The name is the ARN's last part; two roles of one name differ in nothing.
        return Optional.ofNullable(byName.get(arn.substring(arn.lastIndexOf('/') + 1)))
                .filter(stored -> stored.role().arn().equals(arn));
    }

    private synchronized Optional<StoredRole.State> effective(String arn, Instant now) {
        return byArn(arn).flatMap(stored -> stored.effective(now));
    }
}
