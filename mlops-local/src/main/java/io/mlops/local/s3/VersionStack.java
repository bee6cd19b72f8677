package io.mlops.local.s3;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** The versions of one key, newest first. Guarded by its bucket. */
final class VersionStack {
    private final Deque<StoredVersion> versions = new ArrayDeque<>();

    void push(StoredVersion version) {
        versions.addFirst(version);
    }

    Optional<StoredVersion> remove(String versionId) {
        Optional<StoredVersion> found = find(versionId);
        found.ifPresent(versions::remove);
        return found;
    }

    Optional<StoredVersion> find(String versionId) {
        return versions.stream()
                .filter(version -> version.id().equals(versionId))
                .findFirst();
    }

    /** Puts a version in the place of the one with its id. */
    void replace(StoredVersion version) {
        Deque<StoredVersion> others = new ArrayDeque<>(versions);
        versions.clear();
        others.forEach(old -> versions.addLast(old.id().equals(version.id()) ? version : old));
    }

    Optional<StoredVersion> latest() {
        return Optional.ofNullable(versions.peekFirst());
    }

    /** The version that a read without a version id gets; empty where the latest is a delete marker. */
    Optional<StoredVersion> current() {
        return latest().filter(version -> !version.isDeleteMarker());
    }

    boolean isEmpty() {
        return versions.isEmpty();
    }

    Iterable<StoredVersion> newestFirst() {
        return versions;
    }
}
