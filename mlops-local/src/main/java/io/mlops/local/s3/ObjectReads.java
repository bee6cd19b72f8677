package io.mlops.local.s3;

import io.mlops.local.call.Call;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.*;

/** Calls that read objects. */
final class ObjectReads {
    private static final List<String> OVERRIDDEN = List.of(
            "CacheControl", "ContentDisposition", "ContentEncoding", "ContentLanguage", "ContentType", "Expires");

    private final Call call;
    private final Buckets buckets;

    ObjectReads(Call call, Buckets buckets) {
        this.call = call;
        this.buckets = buckets;
    }

    HeadObjectResponse head(HeadObjectRequest request) {
        Bucket bucket = buckets.find(call, request);
        StoredVersion version = wanted(bucket, request);
        HeadObjectResponse.Builder answer = HeadObjectResponse.builder();
        describe(bucket, version, request, ByteRange.of(request, version.content()), (SdkPojo) answer);
        return answer.build();
    }

    <T> T get(GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> transformer) {
        Bucket bucket = buckets.find(call, request);
        StoredVersion version = wanted(bucket, request);
        Optional<ByteRange> range = ByteRange.of(request, version.content());
        GetObjectResponse.Builder answer = GetObjectResponse.builder();
        describe(bucket, version, request, range, (SdkPojo) answer);
        long from = range.map(ByteRange::from).orElse(0L);
        long length =
                range.map(ByteRange::length).orElse(version.content().blob().size());
        InputStream content = content(bucket, version, from, length);
        try {
            return transformer.transform(answer.build(), AbortableInputStream.create(content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw SdkClientException.create("the object was read, and its receiver failed", e);
        } finally {
            close(content, transformer);
        }
    }

    private static void close(InputStream content, ResponseTransformer<?, ?> transformer) {
        if (!transformer.needsConnectionLeftOpen()) {
            try {
                content.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static InputStream content(Bucket bucket, StoredVersion version, long from, long length) {
        FileChannel channel = bucket.open(version);
        try {
            return new Part(Channels.newInputStream(channel.position(from)), length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** So many bytes of a stream. */
    private static final class Part extends FilterInputStream {
        private long left;

        Part(InputStream stream, long length) {
            super(stream);
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int count) throws IOException {
            int read = left == 0 ? -1 : super.read(buffer, offset, (int) Math.min(count, left));
            left -= Math.max(0, read);
            return read;
        }

        @Override
        public long skip(long count) throws IOException {
            long skipped = super.skip(Math.min(count, left));
            left -= skipped;
            return skipped;
        }

        @Override
        public int available() {
            return (int) Math.min(left, Integer.MAX_VALUE);
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }

    private static StoredVersion wanted(Bucket bucket, SdkPojo request) {
        StoredVersion version = readable(bucket, request);
        Conditions.of(request).requireForRead(version);
        return version;
    }

    private static StoredVersion readable(Bucket bucket, SdkPojo request) {
        StoredVersion version =
                bucket.find(Members.text(request, "Key").orElse(""), Members.text(request, "VersionId"));
        if (version.isDeleteMarker()) {
            throw S3Errors.of(
                    "MethodNotAllowed",
                    405,
                    "The specified method is not allowed against this resource.",
                    Map.of("x-amz-delete-marker", "true", "x-amz-version-id", version.id(), "Allow", "DELETE"));
        }
        return version;
    }

    private static void describe(
            Bucket bucket, StoredVersion version, SdkPojo request, Optional<ByteRange> range, SdkPojo answer) {
        StoredObject object = version.content();
        Map<String, Object> members = new TreeMap<>(object.headers());
        for (String name : OVERRIDDEN) {
            Members.get(request, "Response" + name).ifPresent(value -> members.put(name, value));
        }
        members.put("AcceptRanges", "bytes");
        members.put("ETag", object.quotedEtag());
        members.put("LastModified", version.lastModified());
        members.put(
                "ContentLength",
                range.map(ByteRange::length).orElse(object.blob().size()));
        range.ifPresent(part -> members.put("ContentRange", part.text()));
        if (bucket.settings().namesVersions()) {
            members.put("VersionId", version.id());
        }
        if (!object.tags().isEmpty()) {
            members.put("TagCount", object.tags().size());
        }
        if (Members.get(request, "PartNumber").isPresent()
                && !object.partSizes().isEmpty()) {
            members.put("PartsCount", object.partSizes().size());
        }
        // A checksum of the whole says nothing of a part, and clients would find it wrong.
        boolean asked = Members.text(request, "ChecksumMode").isPresent() && range.isEmpty();
        object.checksum().filter(checksum -> asked).ifPresent(checksum -> members.putAll(checksum.members()));
        Members.set(answer, members);
    }

    GetObjectTaggingResponse tagging(GetObjectTaggingRequest request) {
        Bucket bucket = buckets.find(call, request);
        StoredVersion version = readable(bucket, request);
        return GetObjectTaggingResponse.builder()
                .versionId(bucket.settings().namesVersions() ? version.id() : null)
                .tagSet(Tags.set(version.content().tags()))
                .build();
    }

    GetObjectAttributesResponse attributes(GetObjectAttributesRequest request) {
        Bucket bucket = buckets.find(call, request);
        StoredVersion version = readable(bucket, request);
        StoredObject object = version.content();
        GetObjectAttributesResponse.Builder answer = GetObjectAttributesResponse.builder()
                .lastModified(version.lastModified())
                .versionId(bucket.settings().namesVersions() ? version.id() : null);
        List<ObjectAttributes> wanted = request.objectAttributes();
        if (wanted.contains(ObjectAttributes.E_TAG)) {
            answer.eTag(object.etag());
        }
        if (wanted.contains(ObjectAttributes.OBJECT_SIZE)) {
            answer.objectSize(object.blob().size());
        }
        if (wanted.contains(ObjectAttributes.STORAGE_CLASS)) {
            answer.storageClass(object.storageClass());
        }
        if (wanted.contains(ObjectAttributes.OBJECT_PARTS)
                && !object.partSizes().isEmpty()) {
            answer.objectParts(GetObjectAttributesParts.builder()
                    .totalPartsCount(object.partSizes().size())
                    .build());
        }
        if (wanted.contains(ObjectAttributes.CHECKSUM) && object.checksum().isPresent()) {
            software.amazon.awssdk.services.s3.model.Checksum.Builder checksum =
                    software.amazon.awssdk.services.s3.model.Checksum.builder();
            Members.set((SdkPojo) checksum, object.checksum().get().members());
            answer.checksum(checksum.build());
        }
        return answer.build();
    }
}
