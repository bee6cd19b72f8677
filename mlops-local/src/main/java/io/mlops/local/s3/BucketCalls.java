package io.mlops.local.s3;

import io.mlops.local.account.Scope;
import io.mlops.local.call.Call;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.*;

/** Calls that make, find, list and delete buckets. */
final class BucketCalls {
    private static final String CLASSIC = "us-east-1";
    private static final int MOST_LISTED = 10_000;

    private final Call call;
    private final Buckets buckets;

    BucketCalls(Call call, Buckets buckets) {
        this.call = call;
        this.buckets = buckets;
    }

    CreateBucketResponse create(CreateBucketRequest request) {
        Unhonoured.refuse(request);
        BucketNames.require(request.bucket());
        Optional<CreateBucketConfiguration> wanted = Optional.ofNullable(request.createBucketConfiguration());
        if (wanted.filter(w -> w.location() != null || w.bucket() != null).isPresent()) {
            throw Unhonoured.refusal("CreateBucketConfiguration of a directory bucket");
        }
        String region = region(wanted.map(CreateBucketConfiguration::locationConstraintAsString));
        ObjectOwnership ownership =
                Optional.ofNullable(request.objectOwnership()).orElse(ObjectOwnership.BUCKET_OWNER_ENFORCED);
        refuseAcl(request, ownership);
        Bucket made = new Bucket(
                request.bucket(),
                new Scope(call.caller().accountId(), region),
                call.now().truncatedTo(ChronoUnit.SECONDS),
                buckets.blobs(),
                ownership);
        wanted.filter(CreateBucketConfiguration::hasTags)
                .ifPresent(w -> made.settings().set(new BucketTags(Tags.ofBucket(w.tags()))));
        Bucket present = buckets.byName().putIfAbsent(request.bucket(), made);
        if (present != null) {
            requireRepeatable(present);
        }
        return CreateBucketResponse.builder().location("/" + request.bucket()).build();
    }

    /** A region's endpoint makes buckets of its own region, which must be named; the classic one makes any. */
    private String region(Optional<String> constraint) {
        if (call.region().equals(CLASSIC)) {
            if (constraint.filter(CLASSIC::equals).isPresent()) {
                throw S3Errors.of("InvalidLocationConstraint", 400, "The specified location-constraint is not valid");
            }
            return constraint.orElse(CLASSIC);
        }
        if (!constraint.equals(Optional.of(call.region()))) {
            throw S3Errors.of(
                    "IllegalLocationConstraintException",
                    400,
                    "The " + constraint.orElse("unspecified")
                            + " location constraint is incompatible for the region specific endpoint this request was"
                            + " sent to.");
        }
        return call.region();
    }

    private static void refuseAcl(CreateBucketRequest request, ObjectOwnership ownership) {
        boolean off = ownership == ObjectOwnership.BUCKET_OWNER_ENFORCED;
        boolean grants = request.acl() != null && request.acl() != BucketCannedACL.PRIVATE;
        if (off && grants) {
            throw S3Errors.of(
                    "InvalidBucketAclWithObjectOwnership",
                    400,
                    "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting");
        }
        Unhonoured.refuseAcls(request, off);
    }

    private void requireRepeatable(Bucket present) {
        boolean mine = present.home().accountId().equals(call.caller().accountId());
        if (!mine) {
            throw BucketAlreadyExistsException.builder()
                    .message("The requested bucket name is not available. The bucket namespace is shared by all users"
                            + " of the system. Please select a different name and try again.")
                    .statusCode(409)
                    .build();
        } else if (!call.region().equals(CLASSIC) || !present.home().region().equals(CLASSIC)) {
            throw BucketAlreadyOwnedByYouException.builder()
                    .message("Your previous request to create the named bucket succeeded and you already own it.")
                    .statusCode(409)
                    .build();
        }
    }

    HeadBucketResponse head(HeadBucketRequest request) {
        Bucket bucket = buckets.find(call, request);
        return HeadBucketResponse.builder()
                .bucketRegion(bucket.home().region())
                .accessPointAlias(false)
                .build();
    }

    /** Answers in every region, since it is how clients find a bucket's region. */
    GetBucketLocationResponse location(GetBucketLocationRequest request) {
        Bucket bucket = buckets.byName().get(request.bucket());
        if (bucket == null) {
            throw S3Errors.noSuchBucket();
        }
        Buckets.requireOwner(
                bucket, Optional.ofNullable(request.expectedBucketOwner()).orElse(""));
        String region = bucket.home().region();
        return GetBucketLocationResponse.builder()
                .locationConstraint(region.equals(CLASSIC) ? "" : region)
                .build();
    }

    DeleteBucketResponse delete(DeleteBucketRequest request) {
        Bucket bucket = buckets.find(call, request);
        // Discarded without the bucket's lock, which a completion takes while it holds its upload's.
        bucket.close().forEach(MultipartUpload::discard);
        buckets.byName().remove(bucket.name(), bucket);
        return DeleteBucketResponse.builder().build();
    }

    ListBucketsResponse list(ListBucketsRequest request) {
        String prefix = Optional.ofNullable(request.prefix()).orElse("");
        String after = Optional.ofNullable(request.continuationToken())
                .map(BucketCalls::decoded)
                .orElse("");
        int most = Optional.ofNullable(request.maxBuckets()).orElse(MOST_LISTED);
        List<Bucket> found = buckets.byName().tailMap(after, false).values().stream()
                .filter(bucket -> bucket.home().accountId().equals(call.caller().accountId()))
                .filter(bucket -> bucket.name().startsWith(prefix))
                .filter(bucket ->
                        request.bucketRegion() == null || bucket.home().region().equals(request.bucketRegion()))
                .limit(most + 1L)
                .toList();
        ListBucketsResponse.Builder answer = ListBucketsResponse.builder()
                .prefix(request.prefix())
                .owner(owner(call.caller().accountId()))
                .buckets(found.stream().limit(most).map(BucketCalls::listed).toList());
        if (found.size() > most) {
            answer.continuationToken(Base64.getUrlEncoder()
                    .encodeToString(found.get(most - 1).name().getBytes(StandardCharsets.UTF_8)));
        }
        return answer.build();
    }

    private static String decoded(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw S3Errors.invalidArgument("The continuation token provided is incorrect");
        }
    }

    private static software.amazon.awssdk.services.s3.model.Bucket listed(Bucket bucket) {
        return software.amazon.awssdk.services.s3.model.Bucket.builder()
                .name(bucket.name())
                .creationDate(bucket.created())
                .bucketRegion(bucket.home().region())
                .build();
    }

    GetBucketAclResponse acl(GetBucketAclRequest request) {
        Owner owner = owner(buckets.find(call, request).home().accountId());
        return GetBucketAclResponse.builder()
                .owner(owner)
                .grants(Grant.builder()
                        .grantee(Grantee.builder()
                                .type(Type.CANONICAL_USER)
                                .id(owner.id())
                                .build())
                        .permission(Permission.FULL_CONTROL)
                        .build())
                .build();
    }

    /** An account's canonical user: 64 hexadecimal digits that mean the account. */
    static Owner owner(String accountId) {
        Algorithm.Digest digest = Algorithm.SHA256.digest();
        byte[] account = accountId.getBytes(StandardCharsets.US_ASCII);
        digest.update(account, 0, account.length);
        return Owner.builder().id(HexFormat.of().formatHex(digest.value())).build();
    }
}
