package io.mlops.local.s3;

import io.mlops.local.account.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;

/** A bucket: its settings, its objects' versions, its unfinished uploads. */
final class Bucket {
    /** S3 lists keys in the order of their UTF-8 bytes. */
    static final Comparator<String> KEY_ORDER =
            Comparator.comparing(Bucket::utf8, (left, right) -> Arrays.compareUnsigned(left, right));

    private final String name;
    private final Scope home;
    private final Instant created;
    private final Blobs blobs;
    private final BucketSettings settings;
    private final NavigableMap<String, VersionStack> keys = new TreeMap<>(KEY_ORDER);
    private final Map<String, MultipartUpload> uploads = new TreeMap<>();
    private boolean deleted;

    Bucket(String name, Scope home, Instant created, Blobs blobs, ObjectOwnership ownership) {
        this.name = name;
        this.home = home;
        this.created = created;
        this.blobs = blobs;
        this.settings = new BucketSettings(ownership);
    }

    private static byte[] utf8(String key) {
        return key.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    String name() {
        return name;
    }

    /** The owner's account and the bucket's region. */
    Scope home() {
        return home;
    }

    Instant created() {
        return created;
    }

    Blobs blobs() {
        return blobs;
    }

    BucketSettings settings() {
        return settings;
    }

    synchronized Optional<StoredVersion> current(String key) {
        return stack(key).current();
    }

    /** Finds the version that a request means: the one that it names, else the current one. */
    synchronized StoredVersion find(String key, Optional<String> versionId) {
        if (versionId.isPresent()) {
            return stack(key).find(versionId.get()).orElseThrow(S3Errors::noSuchVersion);
        }
        StoredVersion latest = stack(key).latest().orElseThrow(() -> S3Errors.noSuchKey(Map.of()));
        if (latest.isDeleteMarker()) {
            throw S3Errors.noSuchKey(Map.of("x-amz-delete-marker", "true", "x-amz-version-id", latest.id()));
        }
        return latest;
    }

    /** The condition keys that an object's tags are, if the object is there. */
    synchronized Map<String, String> objectKeys(String key, Optional<String> versionId) {
        Map<String, String> keys = new TreeMap<>();
        versionId
                .flatMap(id -> stack(key).find(id))
                .or(() -> versionId.isEmpty() ? current(key) : Optional.empty())
                .flatMap(StoredVersion::object)
                .ifPresent(object ->
                        object.tags().forEach((name, value) -> keys.put("s3:ExistingObjectTag/" + name, value)));
        return keys;
    }

    private VersionStack stack(String key) {
        VersionStack stack = keys.get(key);
        return stack == null ? new VersionStack() : stack;
    }

    /** Takes a new object as the current version, if the condition holds. */
    synchronized StoredVersion put(String key, StoredObject object, Instant now, String newId, Conditions condition) {
        requireAlive();
        condition.requireForWrite(current(key));
        return add(key, Optional.of(object), now, newId);
    }

    private StoredVersion add(String key, Optional<StoredObject> object, Instant now, String newId) {
        String id = settings.isVersioned() ? newId : StoredVersion.NULL_ID;
        VersionStack stack = keys.computeIfAbsent(key, absent -> new VersionStack());
        stack.remove(id).ifPresent(this::discard);
        StoredVersion version = new StoredVersion(key, id, now, object);
        stack.push(version);
        return version;
    }

    /**
     * Deletes without a version id: by a delete marker where the bucket is or was versioned.
     *
     * @return the delete marker, where there is one
     */
    synchronized Optional<StoredVersion> delete(String key, Instant now, String newId, Conditions condition) {
        condition.requireForWrite(current(key));
        if (settings.namesVersions()) {
            return Optional.of(add(key, Optional.empty(), now, newId));
        }
        deleteVersion(key, StoredVersion.NULL_ID);
        return Optional.empty();
    }

    /** Deletes one version for good. */
    synchronized Optional<StoredVersion> deleteVersion(String key, String versionId) {
        Optional<StoredVersion> removed = stack(key).remove(versionId);
        removed.ifPresent(this::discard);
        if (stack(key).isEmpty()) {
            keys.remove(key);
        }
        return removed;
    }

    private void discard(StoredVersion version) {
        version.object().ifPresent(object -> blobs.delete(object.blob()));
    }

    synchronized void tag(StoredVersion version, Map<String, String> tags) {
        stack(version.key())
                .replace(new StoredVersion(
                        version.key(),
                        version.id(),
                        version.lastModified(),
                        version.object().map(object -> object.withTags(tags))));
    }

    /** Opens a version's content, if it still is there; what is open stays readable when it is deleted. */
    synchronized FileChannel open(StoredVersion version) {
        try {
            return FileChannel.open(present(version).file());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives a version's content a second name, for a copy. */
    synchronized Blob link(StoredVersion version) {
        return blobs.link(present(version));
    }

    private Blob present(StoredVersion version) {
        StoredVersion found = stack(version.key()).find(version.id()).orElseThrow(() -> S3Errors.noSuchKey(Map.of()));
        return found.content().blob();
    }

    /** Reads the keys while they stand still. */
    synchronized <R> R list(Function<NavigableMap<String, VersionStack>, R> reading) {
        return reading.apply(Collections.unmodifiableNavigableMap(keys));
    }

    /** Reads or changes the unfinished uploads, by id. */
    synchronized <R> R uploads(Function<Map<String, MultipartUpload>, R> using) {
        requireAlive();
        return using.apply(uploads);
    }

    /**
     * Marks the bucket as gone.
     *
     * @return its unfinished uploads, which S3 forgets
     */
    synchronized List<MultipartUpload> close() {
        if (!keys.isEmpty()) {
            throw S3Errors.of(
                    "BucketNotEmpty",
                    409,
                    settings.namesVersions()
                            ? "The bucket you tried to delete is not empty. You must delete all versions in the bucket."
                            : "The bucket you tried to delete is not empty");
        }
        deleted = true;
        return List.copyOf(uploads.values());
    }

    private void requireAlive() {
        if (deleted) {
            throw S3Errors.noSuchBucket();
        }
    }
}
