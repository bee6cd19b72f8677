package io.mlops.plan;

import java.util.Map;
import java.util.Set;

/**
 * An S3 object that apply writes at a fixed key, and replaces only when its digest changes.
 *
 * @param bucket the bucket's name
 * @param key the object's key
 * @param digest what identifies the content, kept in the object's metadata
 */
public record StoredObject(String bucket, String key, String digest) implements Resource {
    @Override
    public ResourceId id() {
        return new ResourceId(ResourceType.OBJECT, key);
    }

    @Override
    public Set<ResourceId> dependsOn() {
        return Set.of(new ResourceId(ResourceType.BUCKET, bucket));
    }

    @Override
    public Map<String, String> fields() {
        return new Fields().put("digest", digest).map();
    }

    @Override
    public Map<String, String> tags() {
        return Map.of();
    }

    @Override
    public String summary() {
        return "digest " + digest.substring(0, Math.min(12, digest.length()));
    }
}
