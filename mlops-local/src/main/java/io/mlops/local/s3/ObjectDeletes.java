package io.mlops.local.s3;

import io.mlops.local.call.Call;
import io.mlops.local.call.ErrorCodes;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.model.*;

/** Calls that delete objects and versions. */
final class ObjectDeletes {
    private static final int MOST = 1000;

    private final Call call;
    private final Buckets buckets;
    private final ObjectEvents events;

    ObjectDeletes(Call call, Buckets buckets) {
        this.call = call;
        this.buckets = buckets;
        this.events = new ObjectEvents(call, buckets);
    }

    /**
     * What a delete did.
     *
     * @param versionId the version that is gone, or the delete marker that came
     * @param isMarker whether that is a delete marker
     */
    private record Deleted(Optional<String> versionId, boolean isMarker) {}

    DeleteObjectResponse delete(DeleteObjectRequest request) {
        Bucket bucket = buckets.find(call, request);
        Deleted deleted = delete(
                bucket,
                request.key(),
                Optional.ofNullable(request.versionId()),
                Conditions.ifMatch(Optional.ofNullable(request.ifMatch())));
        DeleteObjectResponse.Builder answer = DeleteObjectResponse.builder();
        deleted.versionId().ifPresent(answer::versionId);
        if (deleted.isMarker()) {
            answer.deleteMarker(true);
        }
        return answer.build();
    }

    private Deleted delete(Bucket bucket, String key, Optional<String> versionId, Conditions condition) {
        if (versionId.isEmpty()) {
            Optional<StoredVersion> marker = bucket.delete(
                    key,
                    call.now().truncatedTo(ChronoUnit.SECONDS),
                    call.cloud().ids().alphanumeric(32),
                    condition);
            events.deleted(bucket, key, marker.map(StoredVersion::id), marker.isPresent());
            return new Deleted(marker.map(StoredVersion::id), marker.isPresent());
        }
        condition.requireForWrite(bucket.current(key));
        Optional<StoredVersion> gone = bucket.deleteVersion(key, versionId.get());
        gone.ifPresent(version -> events.deleted(bucket, key, versionId, false));
        return new Deleted(versionId, gone.filter(StoredVersion::isDeleteMarker).isPresent());
    }

    DeleteObjectsResponse deleteAll(DeleteObjectsRequest request) {
        Bucket bucket = buckets.find(call, request);
        Delete wanted = request.delete();
        if (wanted == null || wanted.objects().isEmpty() || wanted.objects().size() > MOST) {
            throw S3Errors.malformedXml();
        }
        List<DeletedObject> deleted = new ArrayList<>();
        List<S3Error> errors = new ArrayList<>();
        for (ObjectIdentifier object : wanted.objects()) {
            try {
                deleted.add(deleteOne(bucket, object));
            } catch (AwsServiceException e) {
                errors.add(S3Error.builder()
                        .key(object.key())
                        .versionId(object.versionId())
                        .code(ErrorCodes.of(e))
                        .message(ErrorCodes.message(e))
                        .build());
            }
        }
        return DeleteObjectsResponse.builder()
                .deleted(Boolean.TRUE.equals(wanted.quiet()) ? List.of() : deleted)
                .errors(errors)
                .build();
    }

    private DeletedObject deleteOne(Bucket bucket, ObjectIdentifier object) {
        AwsServiceException refusal = call.refused().get("arn:aws:s3:::" + bucket.name() + "/" + object.key());
        if (refusal != null) {
            throw refusal;
        }
        if (object.lastModifiedTime() != null || object.size() != null) {
            throw Unhonoured.refusal("a delete that names LastModifiedTime or Size");
        }
        Deleted done = delete(
                bucket,
                object.key(),
                Optional.ofNullable(object.versionId()),
                Conditions.ifMatch(Optional.ofNullable(object.eTag())));
        DeletedObject.Builder answer = DeletedObject.builder().key(object.key()).versionId(object.versionId());
        if (done.isMarker()) {
            answer.deleteMarker(true).deleteMarkerVersionId(done.versionId().orElse(null));
        }
        return answer.build();
    }
}
