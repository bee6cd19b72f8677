package io.mlops.apply;

import io.mlops.aws.AwsClients;
import io.mlops.plan.Bucket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.EventBridgeConfiguration;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.OwnershipControlsRule;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionByDefault;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;
import software.amazon.awssdk.services.s3.model.Tag;

/** Provisions the bucket. It is deleted with every version and delete marker in it. */
final class BucketProvisioner implements Provisioner<Bucket> {
    /** S3's default region, which CreateBucket does not take as a location constraint. */
    private static final String DEFAULT_REGION = "us-east-1";

    private final AwsClients aws;
    private final Tags tags;
    private final ConflictRetry conflicts;

    BucketProvisioner(AwsClients aws, Tags tags, Sleeper sleeper) {
        this.aws = aws;
        this.tags = tags;
        this.conflicts = new ConflictRetry(sleeper);
    }

    @Override
    public Class<Bucket> type() {
        return Bucket.class;
    }

    @Override
    public Optional<Bucket> read(String name) {
        if (Missing.orValue(() -> aws.s3().headBucket(request -> request.bucket(name)))
                .isEmpty()) {
            return Optional.empty();
        }
        try (AtOnce calls = new AtOnce()) {
            return read(name, calls);
        }
    }

    private Optional<Bucket> read(String name, AtOnce calls) {
        S3Client s3 = aws.s3();
        Supplier<Boolean> versioned = calls.ask(() ->
                s3.getBucketVersioning(request -> request.bucket(name)).status() == BucketVersioningStatus.ENABLED);
        Supplier<Boolean> blocked =
                calls.ask(() -> Missing.orValue(() -> s3.getPublicAccessBlock(request -> request.bucket(name)))
                        .map(response -> blockedAll().equals(response.publicAccessBlockConfiguration()))
                        .orElse(false));
        Supplier<String> policy =
                calls.ask(() -> Missing.orValue(() -> s3.getBucketPolicy(request -> request.bucket(name)))
                        .map(response -> response.policy())
                        .orElse(""));
        Supplier<Optional<ServerSideEncryptionByDefault>> encrypted = calls.ask(() -> encryption(name));
        Supplier<Boolean> events =
                calls.ask(() -> s3.getBucketNotificationConfiguration(request -> request.bucket(name))
                                .eventBridgeConfiguration()
                        != null);
        Supplier<String> ownership = calls.ask(() -> ownership(name));
        Map<String, String> tags = tags(name);
        if (tags.isEmpty() && isEmpty(name)) {
            // Made by an apply that was cut off before it could tag it; to create it again completes it.
            return Optional.empty();
        }
        Optional<ServerSideEncryptionByDefault> encryption = encrypted.get();
        return Optional.of(new Bucket(
                name,
                versioned.get(),
                encryption
                        .map(ServerSideEncryptionByDefault::sseAlgorithmAsString)
                        .orElse(""),
                encryption.map(ServerSideEncryptionByDefault::kmsMasterKeyID).orElse(""),
                blocked.get(),
                ownership.get(),
                events.get(),
                policy.get(),
                tags));
    }

    private boolean isEmpty(String name) {
        var first = aws.s3().listObjectVersions(request -> request.bucket(name).maxKeys(1));
        return first.versions().isEmpty() && first.deleteMarkers().isEmpty();
    }

    private Optional<ServerSideEncryptionByDefault> encryption(String name) {
        return Missing.orValue(() -> aws.s3().getBucketEncryption(request -> request.bucket(name))).stream()
                .flatMap(response -> response.serverSideEncryptionConfiguration().rules().stream())
                .map(rule -> rule.applyServerSideEncryptionByDefault())
                .findFirst();
    }

    private String ownership(String name) {
        return Missing.orValue(() -> aws.s3().getBucketOwnershipControls(request -> request.bucket(name))).stream()
                .flatMap(response -> response.ownershipControls().rules().stream())
                .map(rule -> rule.objectOwnershipAsString())
                .findFirst()
                .orElse("");
    }

    private Map<String, String> tags(String name) {
        return Missing.orValue(() -> aws.s3().getBucketTagging(request -> request.bucket(name)))
                .map(response -> tags.own(response.tagSet(), Tag::key, Tag::value))
                .orElse(Map.of());
    }

    @Override
    public void create(Bucket wanted) {
        CreateBucketRequest.Builder request = CreateBucketRequest.builder().bucket(wanted.name());
        if (!aws.region().equals(DEFAULT_REGION)) {
            request.createBucketConfiguration(location -> location.locationConstraint(aws.region()));
        }
        try {
            aws.s3().createBucket(request.build());
        } catch (BucketAlreadyOwnedByYouException e) {
            // Made by an apply that was cut off: what follows completes it.
        }
        configure(wanted);
    }

    @Override
    public void update(Bucket before, Bucket after) {
        configure(after);
    }

    /** S3 refuses some of these calls while another is at work on the bucket, and then they are made again. */
    private void configure(Bucket wanted) {
        S3Client s3 = aws.s3();
        String name = wanted.name();
        List<Runnable> calls = List.of(
                () -> tag(wanted),
                () -> s3.putPublicAccessBlock(
                        request -> request.bucket(name).publicAccessBlockConfiguration(blockedAll())),
                () -> s3.putBucketOwnershipControls(request -> request.bucket(name)
                        .ownershipControls(controls -> controls.rules(OwnershipControlsRule.builder()
                                .objectOwnership(ObjectOwnership.fromValue(wanted.objectOwnership()))
                                .build()))),
                () -> s3.putBucketEncryption(request -> request.bucket(name)
                        .serverSideEncryptionConfiguration(
                                configuration -> configuration.rules(ServerSideEncryptionRule.builder()
                                        .applyServerSideEncryptionByDefault(encryption(wanted))
                                        // One data key for the whole bucket: KMS is asked, and paid, far less often.
                                        .bucketKeyEnabled(!wanted.kmsKeyArn().isEmpty())
                                        .build()))),
                () -> s3.putBucketVersioning(request -> request.bucket(name)
                        .versioningConfiguration(versioning -> versioning.status(BucketVersioningStatus.ENABLED))),
                () -> tellEventBridge(wanted),
                () -> s3.putBucketPolicy(request -> request.bucket(name).policy(wanted.policy())));
        AtOnce.run(calls.stream().map(conflicts::patiently).toList());
    }

    private void tag(Bucket wanted) {
        S3Client s3 = aws.s3();
        String name = wanted.name();
        // The whole set is replaced, so what others have added is kept.
        List<Tag> tags = new ArrayList<>(Missing.orValue(() -> s3.getBucketTagging(request -> request.bucket(name)))
                .map(response -> response.tagSet())
                .orElse(List.of()));
        tags.removeIf(tag -> wanted.tags().containsKey(tag.key()));
        wanted.tags()
                .forEach((key, value) ->
                        tags.add(Tag.builder().key(key).value(value).build()));
        s3.putBucketTagging(request -> request.bucket(name).tagging(tagging -> tagging.tagSet(tags)));
    }

    private static ServerSideEncryptionByDefault encryption(Bucket wanted) {
        return ServerSideEncryptionByDefault.builder()
                .sseAlgorithm(ServerSideEncryption.fromValue(wanted.encryption()))
                .kmsMasterKeyID(wanted.kmsKeyArn().isEmpty() ? null : wanted.kmsKeyArn())
                .build();
    }

    /** The whole configuration is replaced, so what others have added is kept. */
    private void tellEventBridge(Bucket wanted) {
        var present = aws.s3().getBucketNotificationConfiguration(request -> request.bucket(wanted.name()));
        if ((present.eventBridgeConfiguration() != null) == wanted.tellsEventBridge()) {
            return;
        }
        aws.s3()
                .putBucketNotificationConfiguration(request -> request.bucket(wanted.name())
                        .notificationConfiguration(configuration -> configuration
                                .topicConfigurations(present.topicConfigurations())
                                .queueConfigurations(present.queueConfigurations())
                                .lambdaFunctionConfigurations(present.lambdaFunctionConfigurations())
                                .eventBridgeConfiguration(
                                        wanted.tellsEventBridge()
                                                ? EventBridgeConfiguration.builder()
                                                        .build()
                                                : null)));
    }

    @Override
    public void delete(Bucket bucket) {
        Missing.tolerated(() -> {
            new BucketContents(aws, bucket.name()).delete();
            aws.s3().deleteBucket(request -> request.bucket(bucket.name()));
        });
    }

    private static PublicAccessBlockConfiguration blockedAll() {
        return PublicAccessBlockConfiguration.builder()
                .blockPublicAcls(true)
                .ignorePublicAcls(true)
                .blockPublicPolicy(true)
                .restrictPublicBuckets(true)
                .build();
    }
}
