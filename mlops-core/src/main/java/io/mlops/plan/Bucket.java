package io.mlops.plan;

import io.mlops.plan.iam.PolicyDocument;
import java.util.Map;
import java.util.Set;

/**
 * The pipeline's S3 bucket.
 *
 * @param name 3 to 63 characters
 * @param versioned whether versioning is enabled, as the S3 source action requires
 * @param encryption the default encryption's algorithm, {@code AES256} or {@code aws:kms}; empty where there is none
 * @param kmsKeyArn the default encryption's key; empty for S3's own
 * @param publicAccessBlocked whether all four blocks are on
 * @param objectOwnership {@code BucketOwnerEnforced}: no access control lists
 * @param tellsEventBridge whether changes of its objects become events
 * @param policy the bucket policy's JSON, empty where there is none
 * @param tags by key
 */
public record Bucket(
        String name,
        boolean versioned,
        String encryption,
        String kmsKeyArn,
        boolean publicAccessBlocked,
        String objectOwnership,
        boolean tellsEventBridge,
        String policy,
        Map<String, String> tags)
        implements Resource {
    /** Brings the policy and the tags into one form. */
    public Bucket {
        policy = PolicyDocument.canonical(policy);
        tags = Fields.sorted(tags);
    }

    @Override
    public ResourceId id() {
        return new ResourceId(ResourceType.BUCKET, name);
    }

    @Override
    public Set<ResourceId> dependsOn() {
        return Set.of();
    }

    @Override
    public Map<String, String> fields() {
        return new Fields()
                .put("VersioningConfiguration", versioned ? "Enabled" : "off")
                .put("ServerSideEncryption", encryption)
                .put("KMSMasterKeyID", kmsKeyArn)
                .put("PublicAccessBlock", publicAccessBlocked)
                .put("ObjectOwnership", objectOwnership)
                .put("EventBridgeConfiguration", tellsEventBridge)
                .put("Policy", policy)
                .tagged(tags);
    }

    @Override
    public String summary() {
        return "versioned, encrypted (" + encryption + "), TLS only, public access blocked";
    }
}
