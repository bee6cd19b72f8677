package io.mlops.local.s3;

import io.mlops.local.call.Call;
import io.mlops.local.events.EventBus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.NotificationConfiguration;

/**
 * Tells EventBridge what happens to a bucket's objects, where the bucket's notification configuration says so (S3 user
 * guide, "EventBridge event message structure").
 */
final class ObjectEvents {
    private final Call call;
    private final Buckets buckets;

    ObjectEvents(Call call, Buckets buckets) {
        this.call = call;
        this.buckets = buckets;
    }

    void created(Bucket bucket, StoredVersion version, String reason) {
        Map<String, Object> object = object(bucket, version);
        object.put("sequencer", buckets.nextSequencer());
        publish(bucket, "Object Created", object, Map.of("reason", reason));
    }

    /** Of a version that is gone for good, or of the delete marker that hides the object. */
    void deleted(Bucket bucket, String key, Optional<String> versionId, boolean isMarker) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("key", key);
        versionId.ifPresent(id -> object.put("version-id", id));
        object.put("sequencer", buckets.nextSequencer());
        String type = isMarker ? "Delete Marker Created" : "Permanently Deleted";
        publish(bucket, "Object Deleted", object, Map.of("reason", "DeleteObject", "deletion-type", type));
    }

    void tagged(Bucket bucket, StoredVersion version) {
        publish(bucket, "Object Tags Added", object(bucket, version), Map.of());
    }

    private static Map<String, Object> object(Bucket bucket, StoredVersion version) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("key", version.key());
        object.put("size", version.content().blob().size());
        object.put("etag", version.content().etag());
        if (bucket.settings().namesVersions()) {
            object.put("version-id", version.id());
        }
        return object;
    }

    private void publish(Bucket bucket, String type, Map<String, Object> object, Map<String, Object> more) {
        boolean wanted = bucket.settings()
                .get(NotificationConfiguration.class)
                .filter(notification -> notification.eventBridgeConfiguration() != null)
                .isPresent();
        if (!wanted) {
            return;
        }
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("version", "0");
        detail.put("event-version", "1.0");
        detail.put("bucket", Map.of("name", bucket.name()));
        detail.put("object", object);
        detail.put("request-id", call.requestId());
        detail.put("requester", call.caller().accountId());
        detail.put("source-ip-address", "127.0.0.1");
        detail.putAll(more);
        EventBus.of(call.cloud(), bucket.home())
                .publish("aws.s3", type, List.of("arn:aws:s3:::" + bucket.name()), detail);
    }
}
