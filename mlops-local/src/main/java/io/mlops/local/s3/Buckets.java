package io.mlops.local.s3;

import io.mlops.local.account.Scope;
import io.mlops.local.call.Call;
import io.mlops.local.call.Cloud;
import io.mlops.local.iam.Resources;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.core.SdkPojo;

/** All buckets: their names are global, whoever owns them and wherever they are. */
public final class Buckets {
    private static final Scope EVERYWHERE = new Scope("000000000000", "aws-global");

    private final Blobs blobs;
    private final NavigableMap<String, Bucket> byName = new ConcurrentSkipListMap<>();
    private final AtomicLong sequence = new AtomicLong();

    private Buckets(Cloud cloud) {
        this.blobs = new Blobs(cloud.settings().directory().resolve("s3"), cloud.ids());
    }

    static Buckets of(Cloud cloud) {
        return cloud.stores().of(Buckets.class, EVERYWHERE, made -> new Buckets(cloud));
    }

    /**
     * Gives each bucket's tags, for the tagging API.
     *
     * @param cloud the emulated AWS
     * @param scope the owner's account and the buckets' region
     * @return tags by ARN; buckets without tags are left out
     */
    public static Map<String, Map<String, String>> tags(Cloud cloud, Scope scope) {
        Map<String, Map<String, String>> tags = new TreeMap<>();
        for (Bucket bucket : of(cloud).byName.values()) {
            if (bucket.home().equals(scope)) {
                bucket.settings()
                        .get(BucketTags.class)
                        .ifPresent(found -> tags.put("arn:aws:s3:::" + bucket.name(), found.tags()));
            }
        }
        return tags;
    }

    /**
     * Tells IAM of buckets and objects.
     *
     * @param call the call that asks
     * @param arn a bucket's or an object's ARN
     * @param versionId the object's version, where one is meant
     * @return its owner, the bucket's policy, and its tags; empty where there is no such bucket
     */
    public static Optional<Resources.Resource> resource(Call call, String arn, Optional<String> versionId) {
        String[] path = arn.substring(arn.lastIndexOf(":::") + 3).split("/", 2);
        return Optional.ofNullable(of(call.cloud()).byName.get(path[0]))
                .map(bucket -> new Resources.Resource(
                        bucket.home().accountId(),
                        bucket.settings().policyFor(call.caller(), bucket.home().accountId()),
                        false,
                        () -> path.length == 1 ? bucketKeys(bucket) : bucket.objectKeys(path[1], versionId)));
    }

    private static Map<String, String> bucketKeys(Bucket bucket) {
        Map<String, String> keys = new TreeMap<>();
        bucket.settings()
                .get(BucketTags.class)
                .ifPresent(found -> found.tags().forEach((key, value) -> {
                    keys.put("aws:ResourceTag/" + key, value);
                    keys.put("s3:BucketTag/" + key, value);
                }));
        return keys;
    }

    Blobs blobs() {
        return blobs;
    }

    /** Orders the events of a key: 16 hexadecimal digits, each greater than the one before. */
    String nextSequencer() {
        return String.format("%016X", sequence.incrementAndGet());
    }

    NavigableMap<String, Bucket> byName() {
        return byName;
    }

    /**
     * Finds the bucket that a request names, and checks what every request is checked for.
     *
     * @throws software.amazon.awssdk.awscore.exception.AwsServiceException {@code NoSuchBucket}; {@code
     *     PermanentRedirect} where it is in another region than is called; {@code AccessDenied} where its owner is not
     *     the expected one; {@code NotImplemented} for what is not honoured
     */
    Bucket find(Call call, SdkPojo request) {
        Unhonoured.refuse(request);
        String name = Members.text(request, "Bucket")
                .or(() -> Members.text(request, "DestinationBucket"))
                .orElse("");
        Bucket bucket = find(call, name);
        requireOwner(bucket, Members.text(request, "ExpectedBucketOwner").orElse(""));
        return bucket;
    }

    Bucket find(Call call, String name) {
        Bucket bucket = byName.get(name);
        if (bucket == null) {
            throw S3Errors.noSuchBucket();
        }
        if (!bucket.home().region().equals(call.region())) {
            throw S3Errors.of(
                    "PermanentRedirect",
                    301,
                    "The bucket you are attempting to access must be addressed using the specified endpoint. Please"
                            + " send all future requests to this endpoint.",
                    Map.of("x-amz-bucket-region", bucket.home().region()));
        }
        return bucket;
    }

    static void requireOwner(Bucket bucket, String expected) {
        if (!expected.isEmpty() && !expected.equals(bucket.home().accountId())) {
            throw S3Errors.of("AccessDenied", 403, "Access Denied");
        }
    }
}
