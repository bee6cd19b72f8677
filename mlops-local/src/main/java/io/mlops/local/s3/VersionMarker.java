package io.mlops.local.s3;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a page of versions begins: after a key, or after one of its versions. Versions of the key follow the one that
 * is named; where that was deleted meanwhile, all that are left do, since a client that deletes as it lists would
 * otherwise miss them. It is asked once for each version, in order.
 */
final class VersionMarker {
    private final String key;
    private final Optional<String> versionId;
    private boolean passed;

    VersionMarker(@Nullable VersionStack stack, String key, @Nullable String versionId) {
        this.key = key;
        this.versionId = Optional.ofNullable(versionId).filter(id -> !id.isEmpty());
        this.passed = this.versionId.isPresent()
                && (stack == null || stack.find(this.versionId.get()).isEmpty());
    }

    boolean isBefore(StoredVersion version) {
        int order = Bucket.KEY_ORDER.compare(version.key(), key);
        if (order != 0 || versionId.isEmpty()) {
            return order > 0;
        }
        boolean before = passed;
        passed |= version.id().equals(versionId.get());
        return before;
    }
}
