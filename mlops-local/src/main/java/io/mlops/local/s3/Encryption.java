package io.mlops.local.s3;

import io.mlops.local.kms.Keys;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;

/** How an object says that it is encrypted: shown as S3 does, though files here are plain. */
final class Encryption {
    private static final Set<String> MEMBERS =
            Set.of("ServerSideEncryption", "SSEKMSKeyId", "SSEKMSEncryptionContext", "BucketKeyEnabled");
    private static final Set<String> ALGORITHMS = Set.of("AES256", "aws:kms", "aws:kms:dsse");

    private Encryption() {}

    static void require(String algorithm, Optional<String> kmsKeyId) {
        if (!ALGORITHMS.contains(algorithm)) {
            throw S3Errors.of(
                    "InvalidEncryptionAlgorithmError",
                    400,
                    "The Encryption request you specified is not valid. Supported value: AES256.");
        } else if (algorithm.equals("AES256") && kmsKeyId.isPresent()) {
            throw S3Errors.invalidArgument("a KMSMasterKeyID is not applicable if the default sse algorithm is not"
                    + " aws:kms or aws:kms:dsse");
        }
    }

    /**
     * The members of an object: the request's own, else the bucket's default. A key is shown by its ARN, however it was
     * named, and where none was named AWS's own stands (S3 user guide, "Specifying server-side encryption with AWS KMS").
     */
    static Map<String, Object> of(Map<String, Object> request, BucketSettings settings, Keys keys) {
        Map<String, Object> members = ofRequestOrBucket(request, settings);
        if (!"AES256".equals(members.get("ServerSideEncryption"))) {
            Object named = members.getOrDefault("SSEKMSKeyId", "alias/aws/s3");
            members.put("SSEKMSKeyId", keys.arn(named.toString()));
        }
        return members;
    }

    private static Map<String, Object> ofRequestOrBucket(Map<String, Object> request, BucketSettings settings) {
        Map<String, Object> members = new TreeMap<>(request);
        ServerSideEncryptionRule rule = settings.encryption();
        Object own = members.get("ServerSideEncryption");
        if (own != null) {
            require(
                    own.toString(),
                    Optional.ofNullable(members.get("SSEKMSKeyId")).map(Object::toString));
            if (own.toString().equals("aws:kms") && Boolean.TRUE.equals(rule.bucketKeyEnabled())) {
                members.putIfAbsent("BucketKeyEnabled", true);
            }
            return members;
        }
        members.put(
                "ServerSideEncryption",
                rule.applyServerSideEncryptionByDefault().sseAlgorithmAsString());
        Optional.ofNullable(rule.applyServerSideEncryptionByDefault().kmsMasterKeyID())
                .ifPresent(key -> members.put("SSEKMSKeyId", key));
        if (Boolean.TRUE.equals(rule.bucketKeyEnabled())) {
            members.put("BucketKeyEnabled", true);
        }
        return members;
    }

    /** Those of an object's members that answers to writes show. */
    static Map<String, Object> shown(StoredObject object) {
        Map<String, Object> shown = new TreeMap<>(object.headers());
        shown.keySet().retainAll(MEMBERS);
        return shown;
    }
}
