package io.mlops.local.kms;

import io.mlops.local.account.Scope;
import io.mlops.local.call.Cloud;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.kms.model.EncryptionAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.InvalidArnException;
import software.amazon.awssdk.services.kms.model.KeyManagerType;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.NotFoundException;
import software.amazon.awssdk.services.kms.model.OriginType;

/** The keys of an account in a region. AWS's own, as {@code alias/aws/s3}, come into being when they are asked for. */
public final class Keys {
    private static final Pattern MANAGED = Pattern.compile("alias/aws/([a-z0-9-]+)");

    private final Cloud cloud;
    private final Scope scope;
    private final Map<String, Key> byId = new ConcurrentHashMap<>();
    private final Map<String, String> managedIds = new ConcurrentHashMap<>();

    /**
     * A key.
     *
     * @param metadata what DescribeKey shows
     * @param tags by key
     */
    record Key(KeyMetadata metadata, Map<String, String> tags) {}

    private Keys(Cloud cloud, Scope scope) {
        this.cloud = cloud;
        this.scope = scope;
    }

    /**
     * Finds the keys of an account in a region.
     *
     * @param cloud the emulated AWS
     * @param scope the account and region
     * @return its keys
     */
    public static Keys of(Cloud cloud, Scope scope) {
        return cloud.stores().of(Keys.class, scope, made -> new Keys(cloud, made));
    }

    /**
     * Gives each key's tags, for the tagging API.
     *
     * @param cloud the emulated AWS
     * @param scope the account and region
     * @return tags by ARN
     */
    public static Map<String, Map<String, String>> tags(Cloud cloud, Scope scope) {
        Map<String, Map<String, String>> tags = new TreeMap<>();
        of(cloud, scope).byId.values().forEach(key -> tags.put(key.metadata().arn(), key.tags()));
        return tags;
    }

    /**
     * Finds a key.
     *
     * @param keyId its id or ARN, or an alias's name or ARN
     * @return what DescribeKey shows of it
     * @throws software.amazon.awssdk.awscore.exception.AwsServiceException {@code NotFoundException}, {@code
     *     InvalidArnException}
     */
    public KeyMetadata find(String keyId) {
        String local = local(keyId);
        Matcher managed = MANAGED.matcher(local);
        String id = managed.matches()
                ? managedIds.computeIfAbsent(managed.group(1), this::makeManaged)
                : local.replaceFirst("^key/", "");
        Key key = byId.get(id);
        if (key != null) {
            return key.metadata();
        }
        String missing = local.startsWith("alias/")
                ? "Alias " + scope.arn("kms", local) + " is not found."
                : id.matches("[0-9a-f-]{36}")
                        ? "Key '" + scope.arn("kms", "key/" + id) + "' does not exist"
                        : "Invalid keyId " + keyId;
        throw NotFoundException.builder().message(missing).build();
    }

    /**
     * Gives a key's ARN, as what is encrypted with it shows it.
     *
     * @param keyId its id or ARN, or an alias's name or ARN
     * @return the ARN; the name itself of a key that is not there, which is noted all the same
     */
    public String arn(String keyId) {
        try {
            return find(keyId).arn();
        } catch (NotFoundException | InvalidArnException e) {
            return keyId;
        }
    }

    private String local(String keyId) {
        if (!keyId.startsWith("arn:")) {
            return keyId;
        }
        String own = scope.arn("kms", "");
        if (!keyId.startsWith(own)) {
            String[] parts = keyId.split(":", -1);
            throw InvalidArnException.builder()
                    .message("Invalid arn " + (parts.length > 3 ? parts[3] : keyId))
                    .build();
        }
        return keyId.substring(own.length());
    }

    private String makeManaged(String service) {
        return make(
                        "Default key that protects my " + service + " data when no other key is defined",
                        KeyManagerType.AWS,
                        Map.of())
                .keyId();
    }

    KeyMetadata make(String description, KeyManagerType manager, Map<String, String> tags) {
        String id = cloud.ids().uuid();
        KeyMetadata metadata = KeyMetadata.builder()
                .awsAccountId(scope.accountId())
                .keyId(id)
                .arn(scope.arn("kms", "key/" + id))
                .creationDate(cloud.scheduler().now())
                .enabled(true)
                .description(description)
                .keyUsage(KeyUsageType.ENCRYPT_DECRYPT)
                .keyState(KeyState.ENABLED)
                .origin(OriginType.AWS_KMS)
                .keyManager(manager)
                .keySpec(KeySpec.SYMMETRIC_DEFAULT)
                .encryptionAlgorithms(EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT)
                .multiRegion(false)
                .build();
        byId.put(id, new Key(metadata, Map.copyOf(tags)));
        return metadata;
    }

    /**
     * Says whether a key can be used.
     *
     * @param keyId its id or ARN, or an alias's name or ARN
     * @return whether it is there
     */
    public boolean has(String keyId) {
        try {
            return find(keyId).enabled();
        } catch (NotFoundException | InvalidArnException e) {
            return false;
        }
    }
}
