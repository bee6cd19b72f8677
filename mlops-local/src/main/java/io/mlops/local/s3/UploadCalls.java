package io.mlops.local.s3;

import io.mlops.local.call.Call;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.*;

/** Calls that upload objects in parts. */
final class UploadCalls {
    private static final int MOST_PARTS = 10_000;
    private static final int DEFAULT_PAGE = 1000;

    private final Call call;
    private final Buckets buckets;
    private final ObjectWrites writes;

    UploadCalls(Call call, Buckets buckets, ObjectWrites writes) {
        this.call = call;
        this.buckets = buckets;
        this.writes = writes;
    }

    CreateMultipartUploadResponse create(CreateMultipartUploadRequest request) {
        Bucket bucket = writes.target(request, request.key());
        Optional<Algorithm> algorithm = Checksum.askedBy(request);
        MultipartUpload.Start start = new MultipartUpload.Start(
                call.cloud().ids().alphanumeric(64),
                request.key(),
                writes.now(),
                ObjectHeaders.of(call, request, bucket),
                request.tagging() == null ? Map.of() : Tags.ofHeader(request.tagging()),
                algorithm,
                type(request, algorithm));
        bucket.uploads(uploads -> uploads.put(start.id(), new MultipartUpload(start, buckets.blobs())));
        CreateMultipartUploadResponse.Builder answer = CreateMultipartUploadResponse.builder()
                .bucket(bucket.name())
                .key(request.key())
                .uploadId(start.id());
        algorithm.ifPresent(known -> answer.checksumAlgorithm(known.name()).checksumType(start.type()));
        Members.set((SdkPojo) answer, start.headers());
        return answer.build();
    }

    private static ChecksumType type(CreateMultipartUploadRequest request, Optional<Algorithm> algorithm) {
        boolean composite = algorithm.map(Algorithm::isCompositeByDefault).orElse(true);
        ChecksumType type = Optional.ofNullable(request.checksumType())
                .orElse(composite ? ChecksumType.COMPOSITE : ChecksumType.FULL_OBJECT);
        boolean sha = algorithm
                .filter(known -> known == Algorithm.SHA1 || known == Algorithm.SHA256)
                .isPresent();
        if (request.checksumType() != null && algorithm.isEmpty()) {
            throw S3Errors.invalidRequest(
                    "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.");
        } else if ((type == ChecksumType.FULL_OBJECT && sha) || (type == ChecksumType.COMPOSITE && !composite)) {
            throw S3Errors.invalidRequest("The " + type + " checksum type cannot be used with the "
                    + algorithm.orElseThrow().name().toLowerCase(Locale.ROOT) + " checksum algorithm.");
        }
        return type;
    }

    private MultipartUpload upload(Bucket bucket, String id, String key) {
        return bucket.uploads(uploads -> Optional.ofNullable(uploads.get(id))
                .filter(upload -> upload.start().key().equals(key))
                .orElseThrow(S3Errors::noSuchUpload));
    }

    UploadPartResponse uploadPart(UploadPartRequest request, RequestBody body) {
        Bucket bucket = buckets.find(call, request);
        MultipartUpload upload = upload(bucket, request.uploadId(), request.key());
        if (request.partNumber() < 1 || request.partNumber() > MOST_PARTS) {
            throw S3Errors.invalidArgument("Part number must be an integer between 1 and 10000, inclusive");
        }
        Expected expected = Expected.of(request, body);
        Optional<Algorithm> required = upload.start().algorithm();
        if (required.isPresent() && expected.algorithm().isPresent() && !required.equals(expected.algorithm())) {
            throw S3Errors.invalidRequest("Checksum Type mismatch occurred, expected checksum Type: "
                    + required.get().name().toLowerCase(Locale.ROOT) + ", actual checksum Type: "
                    + expected.algorithm().get().name().toLowerCase(Locale.ROOT));
        }
        Blob blob = buckets.blobs()
                .receive(
                        body,
                        new Expected(
                                expected.length(),
                                expected.md5(),
                                expected.algorithm().or(() -> required),
                                expected.checksum()));
        MultipartUpload.Part part = new MultipartUpload.Part(request.partNumber(), blob, writes.now());
        upload.add(part);
        UploadPartResponse.Builder answer = UploadPartResponse.builder().eTag(part.quotedEtag());
        Members.set((SdkPojo) answer, upload.start().headers());
        blob.checksum().ifPresent(checksum -> Members.set((SdkPojo) answer, checksum.members()));
        return answer.build();
    }

    CompleteMultipartUploadResponse complete(CompleteMultipartUploadRequest request) {
        Bucket bucket = buckets.find(call, request);
        MultipartUpload upload = upload(bucket, request.uploadId(), request.key());
        Conditions condition = Conditions.of(request);
        condition.requireForWrite(bucket.current(request.key()));
        Completion completion = new Completion(request, upload.start(), buckets.blobs());
        StoredVersion version = upload.complete(parts ->
                writes.commit(bucket, request.key(), completion.complete(parts), condition, "CompleteMultipartUpload"));
        bucket.uploads(uploads -> uploads.remove(request.uploadId()));
        CompleteMultipartUploadResponse.Builder answer = CompleteMultipartUploadResponse.builder()
                .location(call.cloud().settings().endpoint() + "/" + bucket.name() + "/"
                        + UrlText.of("url").key(request.key()))
                .bucket(bucket.name())
                .key(request.key())
                .eTag(version.content().quotedEtag());
        ObjectWrites.describe(bucket, version, (SdkPojo) answer);
        return answer.build();
    }

    AbortMultipartUploadResponse abort(AbortMultipartUploadRequest request) {
        Bucket bucket = buckets.find(call, request);
        MultipartUpload upload = upload(bucket, request.uploadId(), request.key());
        bucket.uploads(uploads -> uploads.remove(request.uploadId()));
        upload.discard();
        return AbortMultipartUploadResponse.builder().build();
    }

    ListMultipartUploadsResponse list(ListMultipartUploadsRequest request) {
        Bucket bucket = buckets.find(call, request);
        UrlText text = UrlText.of(request.encodingTypeAsString());
        String marker = Optional.ofNullable(request.keyMarker()).orElse("");
        String idMarker = Optional.ofNullable(request.uploadIdMarker()).orElse("");
        Listing.Query query = new Listing.Query(
                Optional.ofNullable(request.prefix()).orElse(""),
                Optional.ofNullable(request.delimiter()).orElse(""),
                marker,
                Optional.ofNullable(request.maxUploads()).orElse(DEFAULT_PAGE));
        Comparator<MultipartUpload.Start> order = Comparator.comparing(MultipartUpload.Start::key, Bucket.KEY_ORDER)
                .thenComparing(MultipartUpload.Start::id);
        List<MultipartUpload.Start> all = bucket.uploads(uploads -> uploads.values().stream()
                .map(MultipartUpload::start)
                .sorted(order)
                .toList());
        Listing<MultipartUpload.Start> page = Listing.of(all.iterator(), MultipartUpload.Start::key, query, upload -> {
            int compared = Bucket.KEY_ORDER.compare(upload.key(), marker);
            return compared > 0
                    || (compared == 0 && !idMarker.isEmpty() && upload.id().compareTo(idMarker) > 0);
        });
        Owner owner = BucketCalls.owner(bucket.home().accountId());
        return ListMultipartUploadsResponse.builder()
                .bucket(bucket.name())
                .keyMarker(text.key(marker))
                .uploadIdMarker(idMarker)
                .prefix(text.key(query.prefix()))
                .delimiter(text.optional(request.delimiter()))
                .encodingType(request.encodingTypeAsString())
                .maxUploads(query.most())
                .isTruncated(page.next().isPresent())
                .nextKeyMarker(text.optional(page.next()))
                .nextUploadIdMarker(page.next()
                        .flatMap(any -> page.last().map(MultipartUpload.Start::id))
                        .orElse(null))
                .uploads(page.items().stream()
                        .map(upload -> listed(upload, text, owner))
                        .toList())
                .commonPrefixes(text.prefixes(page.commonPrefixes()))
                .build();
    }

    private static software.amazon.awssdk.services.s3.model.MultipartUpload listed(
            MultipartUpload.Start upload, UrlText text, Owner owner) {
        software.amazon.awssdk.services.s3.model.MultipartUpload.Builder listed =
                software.amazon.awssdk.services.s3.model.MultipartUpload.builder()
                        .key(text.key(upload.key()))
                        .uploadId(upload.id())
                        .initiated(upload.initiated())
                        .owner(owner)
                        .initiator(Initiator.builder().id(owner.id()).build())
                        .storageClass(upload.headers()
                                .getOrDefault("StorageClass", "STANDARD")
                                .toString());
        upload.algorithm()
                .ifPresent(known -> listed.checksumAlgorithm(known.name()).checksumType(upload.type()));
        return listed.build();
    }

    ListPartsResponse listParts(ListPartsRequest request) {
        Bucket bucket = buckets.find(call, request);
        MultipartUpload upload = upload(bucket, request.uploadId(), request.key());
        int marker = Optional.ofNullable(request.partNumberMarker()).orElse(0);
        int most = Math.min(Optional.ofNullable(request.maxParts()).orElse(DEFAULT_PAGE), DEFAULT_PAGE);
        List<MultipartUpload.Part> behind =
                upload.parts().stream().filter(part -> part.number() > marker).toList();
        List<MultipartUpload.Part> page = behind.stream().limit(most).toList();
        Owner owner = BucketCalls.owner(bucket.home().accountId());
        ListPartsResponse.Builder answer = ListPartsResponse.builder()
                .bucket(bucket.name())
                .key(request.key())
                .uploadId(request.uploadId())
                .partNumberMarker(marker)
                .nextPartNumberMarker(
                        page.isEmpty() ? 0 : page.get(page.size() - 1).number())
                .maxParts(most)
                .isTruncated(behind.size() > page.size())
                .owner(owner)
                .initiator(Initiator.builder().id(owner.id()).build())
                .storageClass(upload.start()
                        .headers()
                        .getOrDefault("StorageClass", "STANDARD")
                        .toString())
                .parts(page.stream().map(UploadCalls::listed).toList());
        upload.start()
                .algorithm()
                .ifPresent(known -> answer.checksumAlgorithm(known.name())
                        .checksumType(upload.start().type()));
        return answer.build();
    }

    private static Part listed(MultipartUpload.Part part) {
        Part.Builder listed = Part.builder()
                .partNumber(part.number())
                .eTag(part.quotedEtag())
                .size(part.blob().size())
                .lastModified(part.lastModified());
        part.blob().checksum().ifPresent(checksum -> Members.set((SdkPojo) listed, checksum.members()));
        return listed.build();
    }
}
