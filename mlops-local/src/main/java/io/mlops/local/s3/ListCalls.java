package io.mlops.local.s3;

import io.mlops.local.call.Call;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.s3.model.*;

/** Calls that list objects and versions. */
final class ListCalls {
    private static final int DEFAULT_PAGE = 1000;

    private final Call call;
    private final Buckets buckets;

    ListCalls(Call call, Buckets buckets) {
        this.call = call;
        this.buckets = buckets;
    }

    private static Listing.Query query(SdkPojo request, String marker) {
        return new Listing.Query(
                Members.text(request, "Prefix").orElse(""),
                Members.text(request, "Delimiter").orElse(""),
                marker,
                Members.get(request, "MaxKeys").map(Integer.class::cast).orElse(DEFAULT_PAGE));
    }

    ListObjectsResponse listObjects(ListObjectsRequest request) {
        Bucket bucket = buckets.find(call, request);
        UrlText text = UrlText.of(request.encodingTypeAsString());
        String marker = orEmpty(request.marker());
        Listing.Query query = query(request, marker);
        Listing<StoredVersion> page = currentObjects(bucket, query);
        return ListObjectsResponse.builder()
                .name(bucket.name())
                .prefix(text.key(query.prefix()))
                .marker(text.key(marker))
                .delimiter(text.optional(request.delimiter()))
                .encodingType(request.encodingTypeAsString())
                .maxKeys(query.most())
                .isTruncated(page.next().isPresent())
                .nextMarker(query.delimiter().isEmpty() ? null : text.optional(page.next()))
                .contents(contents(page.items(), text, Optional.of(owner(bucket))))
                .commonPrefixes(text.prefixes(page.commonPrefixes()))
                .build();
    }

    ListObjectsV2Response listObjectsV2(ListObjectsV2Request request) {
        Bucket bucket = buckets.find(call, request);
        UrlText text = UrlText.of(request.encodingTypeAsString());
        String marker = request.continuationToken() == null
                ? orEmpty(request.startAfter())
                : decoded(request.continuationToken());
        Listing.Query query = query(request, marker);
        Listing<StoredVersion> page = currentObjects(bucket, query);
        Optional<Owner> owner = Optional.of(owner(bucket)).filter(any -> Boolean.TRUE.equals(request.fetchOwner()));
        return ListObjectsV2Response.builder()
                .name(bucket.name())
                .prefix(text.key(query.prefix()))
                .delimiter(text.optional(request.delimiter()))
                .encodingType(request.encodingTypeAsString())
                .startAfter(text.optional(request.startAfter()))
                .continuationToken(request.continuationToken())
                .maxKeys(query.most())
                .keyCount(page.items().size() + page.commonPrefixes().size())
                .isTruncated(page.next().isPresent())
                .nextContinuationToken(page.next().map(ListCalls::encoded).orElse(null))
                .contents(contents(page.items(), text, owner))
                .commonPrefixes(text.prefixes(page.commonPrefixes()))
                .build();
    }

    private static Listing<StoredVersion> currentObjects(Bucket bucket, Listing.Query query) {
        return bucket.list(keys -> Listing.of(
                keys.tailMap(query.start(), true).values().stream()
                        .flatMap(stack -> stack.current().stream())
                        .iterator(),
                StoredVersion::key,
                query,
                version -> Bucket.KEY_ORDER.compare(version.key(), query.marker()) > 0));
    }

    private static List<S3Object> contents(List<StoredVersion> versions, UrlText text, Optional<Owner> owner) {
        return versions.stream()
                .map(version -> {
                    StoredObject object = version.content();
                    S3Object.Builder listed = S3Object.builder()
                            .key(text.key(version.key()))
                            .lastModified(version.lastModified())
                            .eTag(object.quotedEtag())
                            .size(object.blob().size())
                            .storageClass(object.storageClass());
                    object.checksum()
                            .ifPresent(checksum -> listed.checksumAlgorithmWithStrings(
                                            checksum.algorithm().name())
                                    .checksumType(checksum.type()));
                    owner.ifPresent(listed::owner);
                    return listed.build();
                })
                .toList();
    }

    ListObjectVersionsResponse listVersions(ListObjectVersionsRequest request) {
        Bucket bucket = buckets.find(call, request);
        UrlText text = UrlText.of(request.encodingTypeAsString());
        String marker = orEmpty(request.keyMarker());
        if (request.versionIdMarker() != null && marker.isEmpty()) {
            throw S3Errors.invalidArgument("A version-id marker cannot be specified without a key marker.");
        }
        Listing.Query query = query(request, marker);
        return bucket.list(keys -> {
            Listing<StoredVersion> page = Listing.of(
                    keys.tailMap(query.start(), true).values().stream()
                            .flatMap(stack ->
                                    StreamSupport.stream(stack.newestFirst().spliterator(), false))
                            .iterator(),
                    StoredVersion::key,
                    query,
                    new VersionMarker(keys.get(marker), marker, request.versionIdMarker())::isBefore);
            return ListObjectVersionsResponse.builder()
                    .name(bucket.name())
                    .prefix(text.key(query.prefix()))
                    .keyMarker(text.key(marker))
                    .versionIdMarker(orEmpty(request.versionIdMarker()))
                    .delimiter(text.optional(request.delimiter()))
                    .encodingType(request.encodingTypeAsString())
                    .maxKeys(query.most())
                    .isTruncated(page.next().isPresent())
                    .nextKeyMarker(text.optional(page.next()))
                    .nextVersionIdMarker(page.next()
                            .flatMap(any -> page.last().map(StoredVersion::id))
                            .orElse(null))
                    .versions(versions(page.items(), text, keys::get))
                    .deleteMarkers(markers(page.items(), text, keys::get))
                    .commonPrefixes(text.prefixes(page.commonPrefixes()))
                    .build();
        });
    }

    private static boolean isLatest(StoredVersion version, @Nullable VersionStack stack) {
        return stack != null && stack.latest().equals(Optional.of(version));
    }

    private List<ObjectVersion> versions(
            List<StoredVersion> items,
            UrlText text,
            java.util.function.Function<String, @Nullable VersionStack> stacks) {
        return items.stream()
                .filter(version -> !version.isDeleteMarker())
                .map(version -> ObjectVersion.builder()
                        .key(text.key(version.key()))
                        .versionId(version.id())
                        .isLatest(isLatest(version, stacks.apply(version.key())))
                        .lastModified(version.lastModified())
                        .eTag(version.content().quotedEtag())
                        .size(version.content().blob().size())
                        .storageClass(version.content().storageClass())
                        .owner(BucketCalls.owner(call.caller().accountId()))
                        .build())
                .toList();
    }

    private List<DeleteMarkerEntry> markers(
            List<StoredVersion> items,
            UrlText text,
            java.util.function.Function<String, @Nullable VersionStack> stacks) {
        return items.stream()
                .filter(StoredVersion::isDeleteMarker)
                .map(version -> DeleteMarkerEntry.builder()
                        .key(text.key(version.key()))
                        .versionId(version.id())
                        .isLatest(isLatest(version, stacks.apply(version.key())))
                        .lastModified(version.lastModified())
                        .owner(BucketCalls.owner(call.caller().accountId()))
                        .build())
                .toList();
    }

    private static Owner owner(Bucket bucket) {
        return BucketCalls.owner(bucket.home().accountId());
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static String encoded(String marker) {
        return Base64.getUrlEncoder().encodeToString(marker.getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw S3Errors.invalidArgument("The continuation token provided is incorrect");
        }
    }
}
