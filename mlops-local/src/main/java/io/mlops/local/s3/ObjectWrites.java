package io.mlops.local.s3;

import io.mlops.local.call.Call;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.*;

/** Calls that write and copy objects. */
final class ObjectWrites {
    private static final int LONGEST_KEY = 1024;

    private final Call call;
    private final Buckets buckets;
    private final ObjectEvents events;

    ObjectWrites(Call call, Buckets buckets) {
        this.call = call;
        this.buckets = buckets;
        this.events = new ObjectEvents(call, buckets);
    }

    PutObjectResponse put(PutObjectRequest request, RequestBody body) {
        Bucket bucket = target(request, request.key());
        Conditions condition = Conditions.of(request);
        // Asked twice: now, to spare a body that would be refused, and when the object takes its place.
        condition.requireForWrite(bucket.current(request.key()));
        Map<String, Object> headers = ObjectHeaders.of(call, request, bucket);
        Map<String, String> tags = tags(request.tagging());
        Blob blob = buckets.blobs().receive(body, Expected.of(request, body));
        StoredObject object = StoredObject.of(blob, headers, tags);
        StoredVersion version = commit(bucket, request.key(), object, condition, "PutObject");
        PutObjectResponse.Builder answer = PutObjectResponse.builder().eTag(object.quotedEtag());
        describe(bucket, version, (SdkPojo) answer);
        return answer.build();
    }

    private static Map<String, String> tags(@org.jspecify.annotations.Nullable String header) {
        return header == null ? Map.of() : Tags.ofHeader(header);
    }

    /** The bucket that a request writes to, once it is known that it may hold what comes. */
    Bucket target(SdkPojo request, String key) {
        Bucket bucket = buckets.find(call, request);
        Unhonoured.refuseAcls(request, bucket.settings().isOwnerEnforced());
        if (key.getBytes(StandardCharsets.UTF_8).length > LONGEST_KEY) {
            throw S3Errors.of("KeyTooLongError", 400, "Your key is too long");
        }
        return bucket;
    }

    /** Makes an object the current version, or leaves nothing of it; the reason is what EventBridge is told. */
    StoredVersion commit(Bucket bucket, String key, StoredObject object, Conditions condition, String reason) {
        boolean taken = false;
        try {
            StoredVersion version = bucket.put(key, object, now(), newVersionId(), condition);
            taken = true;
            events.created(bucket, version, reason);
            return version;
        } finally {
            if (!taken) {
                buckets.blobs().delete(object.blob());
            }
        }
    }

    /** Sets those members that every answer to a write has. */
    static void describe(Bucket bucket, StoredVersion version, SdkPojo answer) {
        Map<String, Object> members = new TreeMap<>(Encryption.shown(version.content()));
        version.content().checksum().ifPresent(checksum -> members.putAll(checksum.members()));
        if (bucket.settings().namesVersions()) {
            members.put("VersionId", version.id());
        }
        Members.set(answer, members);
    }

    Instant now() {
        return call.now().truncatedTo(ChronoUnit.SECONDS);
    }

    String newVersionId() {
        return call.cloud().ids().alphanumeric(32);
    }

    CopyObjectResponse copy(CopyObjectRequest request) {
        Bucket bucket = target(request, request.destinationKey());
        CopySource source = CopySource.of(request);
        Bucket from = buckets.find(call, source.bucket());
        Buckets.requireOwner(
                from, Optional.ofNullable(request.expectedSourceBucketOwner()).orElse(""));
        StoredVersion version = from.find(source.key(), source.versionId());
        if (version.isDeleteMarker()) {
            throw S3Errors.invalidRequest(
                    "The source of a copy request may not specifically refer to a delete marker by version id.");
        }
        Conditions.ofSource(request).requireForCopy(version);
        requireChange(request, source, bucket);
        StoredObject copied = copied(request, bucket, from, version);
        StoredVersion made = commit(bucket, request.destinationKey(), copied, Conditions.of(request), "CopyObject");
        return answer(bucket, made, from, version);
    }

    private static CopyObjectResponse answer(Bucket bucket, StoredVersion made, Bucket from, StoredVersion source) {
        CopyObjectResult.Builder result =
                CopyObjectResult.builder().eTag(made.content().quotedEtag()).lastModified(made.lastModified());
        made.content().checksum().ifPresent(checksum -> Members.set((SdkPojo) result, checksum.members()));
        CopyObjectResponse.Builder answer = CopyObjectResponse.builder().copyObjectResult(result.build());
        describe(bucket, made, (SdkPojo) answer);
        if (from.settings().namesVersions()) {
            answer.copySourceVersionId(source.id());
        }
        return answer.build();
    }

    private StoredObject copied(CopyObjectRequest request, Bucket bucket, Bucket from, StoredVersion version) {
        StoredObject source = version.content();
        Map<String, Object> headers = request.metadataDirective() == MetadataDirective.REPLACE
                ? ObjectHeaders.of(call, request, bucket)
                : ObjectHeaders.ofCopy(call, source, request, bucket);
        Map<String, String> tags =
                request.taggingDirective() == TaggingDirective.REPLACE ? tags(request.tagging()) : source.tags();
        Optional<Algorithm> asked = Checksum.askedBy(request);
        Blob blob = from.link(version);
        // A copy is one part whatever its source was, so its ETag is the MD5 of the whole.
        String etag =
                source.partSizes().isEmpty() ? source.etag() : buckets.blobs().md5(blob);
        Optional<Checksum> checksum = asked.isPresent()
                ? asked.map(algorithm -> buckets.blobs().checksum(blob, algorithm))
                : source.checksum()
                        .map(known -> known.type() == ChecksumType.COMPOSITE
                                ? buckets.blobs().checksum(blob, known.algorithm())
                                : known);
        return new StoredObject(blob, etag, checksum, headers, tags, java.util.List.of());
    }

    /** A copy onto itself must change something. */
    private static void requireChange(CopyObjectRequest request, CopySource source, Bucket bucket) {
        boolean changes = request.metadataDirective() == MetadataDirective.REPLACE
                || source.versionId().isPresent()
                || request.storageClass() != null
                || request.serverSideEncryption() != null
                || request.websiteRedirectLocation() != null;
        if (source.bucket().equals(bucket.name()) && source.key().equals(request.destinationKey()) && !changes) {
            throw S3Errors.invalidRequest(
                    "This copy request is illegal because it is trying to copy an object to itself"
                            + " without changing the object's metadata, storage class, website redirect location or encryption"
                            + " attributes.");
        }
    }

    PutObjectTaggingResponse putTagging(PutObjectTaggingRequest request) {
        Bucket bucket = buckets.find(call, request);
        if (request.tagging() == null) {
            throw S3Errors.malformedXml();
        }
        Map<String, String> tags = Tags.ofObject(request.tagging().tagSet());
        StoredVersion version = bucket.find(request.key(), Optional.ofNullable(request.versionId()));
        if (version.isDeleteMarker()) {
            throw S3Errors.of("MethodNotAllowed", 405, "The specified method is not allowed against this resource.");
        }
        bucket.tag(version, tags);
        events.tagged(bucket, version);
        return PutObjectTaggingResponse.builder()
                .versionId(bucket.settings().namesVersions() ? version.id() : null)
                .build();
    }
}
