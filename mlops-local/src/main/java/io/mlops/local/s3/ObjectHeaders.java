package io.mlops.local.s3;

import io.mlops.local.call.Call;
import io.mlops.local.kms.Keys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkPojo;

/** The headers that an object keeps and shows again. */
final class ObjectHeaders {
    private static final List<String> OWN = List.of(
            "CacheControl",
            "ContentDisposition",
            "ContentEncoding",
            "ContentLanguage",
            "ContentType",
            "Expires",
            "Metadata",
            "WebsiteRedirectLocation");
    private static final List<String> OF_WRITES = List.of(
            "StorageClass", "ServerSideEncryption", "SSEKMSKeyId", "SSEKMSEncryptionContext", "BucketKeyEnabled");
    private static final int MOST_METADATA = 2048;

    private ObjectHeaders() {}

    /** What a request to write says of its object, and the defaults. */
    static Map<String, Object> of(Call call, SdkPojo request, Bucket bucket) {
        return completed(call, Members.of(request, OWN), request, bucket);
    }

    /** What a copy keeps of its source; encryption and storage class are not among it. */
    static Map<String, Object> ofCopy(Call call, StoredObject source, SdkPojo request, Bucket bucket) {
        Map<String, Object> kept = new TreeMap<>(source.headers());
        kept.keySet().retainAll(OWN);
        return completed(call, kept, request, bucket);
    }

    private static Map<String, Object> completed(Call call, Map<String, Object> own, SdkPojo request, Bucket bucket) {
        Map<String, Object> headers = new TreeMap<>(own);
        headers.putAll(Members.of(request, OF_WRITES));
        headers.computeIfPresent("ContentEncoding", (name, value) -> withoutChunking(value.toString()));
        headers.values().removeIf(""::equals);
        headers.remove("StorageClass", "STANDARD");
        headers.putIfAbsent("ContentType", "binary/octet-stream");
        requireSmall(headers);
        return Encryption.of(headers, bucket.settings(), Keys.of(call.cloud(), bucket.home()));
    }

    /** {@code aws-chunked} is how the body came, not what the object is. */
    private static String withoutChunking(String encodings) {
        List<String> kept = new ArrayList<>(Arrays.asList(encodings.split("\\s*,\\s*")));
        kept.remove("aws-chunked");
        return String.join(",", kept);
    }

    private static void requireSmall(Map<String, Object> headers) {
        if (headers.get("Metadata") instanceof Map<?, ?> metadata) {
            int size = metadata.entrySet().stream()
                    .mapToInt(entry -> entry.getKey().toString().length()
                            + entry.getValue().toString().length())
                    .sum();
            if (size > MOST_METADATA) {
                throw S3Errors.of(
                        "MetadataTooLarge", 400, "Your metadata headers exceed the maximum allowed metadata size");
            }
        }
    }
}
