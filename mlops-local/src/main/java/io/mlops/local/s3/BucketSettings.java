package io.mlops.local.s3;

import io.mlops.local.account.Caller;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.OwnershipControls;
import software.amazon.awssdk.services.s3.model.OwnershipControlsRule;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionByDefault;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionConfiguration;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;

/** A bucket's settings: each of a class of its own, which is its name here. */
final class BucketSettings {
    private final Map<Class<?>, Object> settings = new ConcurrentHashMap<>();

    /**
     * A bucket's policy.
     *
     * @param document as it was put
     * @param isPublic whether it lets everybody in
     */
    record Policy(String document, boolean isPublic) {}

    /** What new buckets have since 2023: encryption, no public access, no ACLs (S3 user guide). */
    BucketSettings(ObjectOwnership ownership) {
        set(ServerSideEncryptionConfiguration.builder()
                .rules(ServerSideEncryptionRule.builder()
                        .applyServerSideEncryptionByDefault(ServerSideEncryptionByDefault.builder()
                                .sseAlgorithm(ServerSideEncryption.AES256)
                                .build())
                        .bucketKeyEnabled(false)
                        .build())
                .build());
        set(PublicAccessBlockConfiguration.builder()
                .blockPublicAcls(true)
                .ignorePublicAcls(true)
                .blockPublicPolicy(true)
                .restrictPublicBuckets(true)
                .build());
        set(OwnershipControls.builder()
                .rules(OwnershipControlsRule.builder()
                        .objectOwnership(ownership)
                        .build())
                .build());
    }

    <T> Optional<T> get(Class<T> type) {
        return Optional.ofNullable(settings.get(type)).map(type::cast);
    }

    void set(Object setting) {
        settings.put(setting.getClass(), setting);
    }

    void remove(Class<?> type) {
        settings.remove(type);
    }

    boolean isVersioned() {
        return get(BucketVersioningStatus.class)
                .filter(BucketVersioningStatus.ENABLED::equals)
                .isPresent();
    }

    /** Says whether versioning was ever turned on: from then on answers name versions. */
    boolean namesVersions() {
        return get(BucketVersioningStatus.class).isPresent();
    }

    /**
     * Gives the policy as a caller meets it. Where public buckets are restricted, a public policy lets in only the owner's
     * own account and AWS's services (S3 user guide, "Blocking public access to your Amazon S3 storage").
     */
    Optional<String> policyFor(Caller caller, String owner) {
        boolean stranger =
                caller.arn().startsWith("arn:") && !caller.accountId().equals(owner);
        boolean restricted = stranger
                && get(PublicAccessBlockConfiguration.class)
                        .filter(PublicAccessBlockConfiguration::restrictPublicBuckets)
                        .isPresent();
        return get(Policy.class)
                .filter(policy -> !(restricted && policy.isPublic()))
                .map(Policy::document);
    }

    /** Says whether ACLs are turned off. */
    boolean isOwnerEnforced() {
        return get(OwnershipControls.class)
                .map(controls -> controls.rules().get(0).objectOwnership())
                .filter(ObjectOwnership.BUCKET_OWNER_ENFORCED::equals)
                .isPresent();
    }

    ServerSideEncryptionRule encryption() {
        return get(ServerSideEncryptionConfiguration.class)
                .orElseThrow()
                .rules()
                .get(0);
    }
}
