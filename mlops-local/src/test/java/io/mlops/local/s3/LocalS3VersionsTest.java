package io.mlops.local.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

class LocalS3VersionsTest extends S3Bed {
    @Test
    void keepsEveryVersion() {
        version(BucketVersioningStatus.ENABLED);
        String first = put("a", "1").versionId();
        String second = put("a", "2").versionId();

        assertThat(first).isNotEqualTo(second).hasSize(32);
        assertThat(read("a")).isEqualTo("2");
        assertThat(s3.getObjectAsBytes(r -> r.bucket(BOX).key("a").versionId(first))
                        .asUtf8String())
                .isEqualTo("1");
        assertThat(s3.headObject(r -> r.bucket(BOX).key("a")).versionId()).isEqualTo(second);
        s3.deleteObject(r -> r.bucket(BOX).key("a").versionId(second));
        assertThat(read("a")).isEqualTo("1");
        assertThat(refusal(() -> s3.getObjectAsBytes(r -> r.bucket(BOX).key("a").versionId(second))))
                .isEqualTo("NoSuchVersion 404");
    }

    @Test
    void hidesAKeyBehindADeleteMarker() {
        version(BucketVersioningStatus.ENABLED);
        put("a", "1");
        DeleteObjectResponse deleted = s3.deleteObject(r -> r.bucket(BOX).key("a"));

        assertThat(deleted.deleteMarker()).isTrue();
        assertThatThrownBy(() -> read("a")).isInstanceOf(NoSuchKeyException.class);
        assertThat(refusal(() -> s3.getObjectAsBytes(r -> r.bucket(BOX).key("a").versionId(deleted.versionId()))))
                .isEqualTo("MethodNotAllowed 405");
        assertThat(s3.listObjectsV2(r -> r.bucket(BOX)).contents()).isEmpty();
        DeleteObjectResponse undone =
                s3.deleteObject(r -> r.bucket(BOX).key("a").versionId(deleted.versionId()));
        assertThat(undone.deleteMarker()).isTrue();
        assertThat(read("a")).isEqualTo("1");
    }

    @Test
    void replacesTheNullVersionWhileVersioningIsSuspended() {
        put("a", "before");
        version(BucketVersioningStatus.ENABLED);
        String kept = put("a", "while").versionId();
        version(BucketVersioningStatus.SUSPENDED);
        put("a", "after");

        List<ObjectVersion> versions = s3.listObjectVersions(r -> r.bucket(BOX)).versions();
        assertThat(versions).extracting(ObjectVersion::versionId).containsExactly("null", kept);
        assertThat(s3.getObjectAsBytes(r -> r.bucket(BOX).key("a").versionId("null"))
                        .asUtf8String())
                .isEqualTo("after");
        s3.deleteObject(r -> r.bucket(BOX).key("a"));
        ListObjectVersionsResponse left = s3.listObjectVersions(r -> r.bucket(BOX));
        assertThat(left.versions()).extracting(ObjectVersion::versionId).containsExactly(kept);
        assertThat(left.deleteMarkers())
                .extracting(DeleteMarkerEntry::versionId)
                .containsExactly("null");
    }

    @Test
    void deletesForGoodWhereNothingIsVersioned() {
        put("a", "1");

        DeleteObjectResponse deleted = s3.deleteObject(r -> r.bucket(BOX).key("a"));
        s3.deleteObject(r -> r.bucket(BOX).key("a"));

        assertThat(deleted.deleteMarker()).isNull();
        assertThat(s3.listObjectVersions(r -> r.bucket(BOX)).versions()).isEmpty();
    }

    @Test
    void listsVersionsNewestFirstInPages() {
        version(BucketVersioningStatus.ENABLED);
        put("a", "1");
        put("a", "2");
        s3.deleteObject(r -> r.bucket(BOX).key("a"));
        put("b", "1");
        put("b", "2");

        ListObjectVersionsResponse whole = s3.listObjectVersions(r -> r.bucket(BOX));
        List<ObjectVersion> paged = s3
                .listObjectVersionsPaginator(r -> r.bucket(BOX).maxKeys(2))
                .versions()
                .stream()
                .toList();

        assertThat(whole.versions()).extracting(ObjectVersion::key).containsExactly("a", "a", "b", "b");
        assertThat(whole.versions()).extracting(ObjectVersion::isLatest).containsExactly(false, false, true, false);
        assertThat(whole.deleteMarkers())
                .extracting(DeleteMarkerEntry::isLatest)
                .containsExactly(true);
        assertThat(paged).isEqualTo(whole.versions());
    }

    @Test
    void deletesManyAtOnce() {
        version(BucketVersioningStatus.ENABLED);
        String versionId = put("a", "1").versionId();
        put("b", "1");

        DeleteObjectsResponse deleted = s3.deleteObjects(r -> r.bucket(BOX)
                .delete(d -> d.objects(
                        ObjectIdentifier.builder().key("a").versionId(versionId).build(),
                        ObjectIdentifier.builder().key("b").build(),
                        ObjectIdentifier.builder().key("absent").eTag("\"x\"").build())));

        assertThat(deleted.deleted()).extracting(d -> d.key()).containsExactly("a", "b");
        assertThat(deleted.deleted().get(1).deleteMarker()).isTrue();
        assertThat(deleted.errors()).extracting(e -> e.code()).containsExactly("NoSuchKey");
    }

    @Test
    void deletesEveryVersionPageByPage() {
        version(BucketVersioningStatus.ENABLED);
        for (int i = 0; i < 5; i++) {
            put("a", "version " + i);
        }
        s3.listObjectVersionsPaginator(r -> r.bucket(BOX).maxKeys(2))
                .versions()
                .forEach(v -> s3.deleteObject(r -> r.bucket(BOX).key(v.key()).versionId(v.versionId())));

        s3.deleteBucket(r -> r.bucket(BOX));
    }

    @Test
    void copiesAVersion() {
        version(BucketVersioningStatus.ENABLED);
        String first = put("a", "1").versionId();
        put("a", "2");

        var copied = s3.copyObject(r -> r.sourceBucket(BOX)
                .sourceKey("a")
                .sourceVersionId(first)
                .destinationBucket(BOX)
                .destinationKey("a"));

        assertThat(copied.copySourceVersionId()).isEqualTo(first);
        assertThat(read("a")).isEqualTo("1");
    }

    @Test
    void refusesVersioningWithoutAStatus() {
        assertThat(refusal(() -> s3.putBucketVersioning(r -> r.bucket(BOX).versioningConfiguration(v -> {}))))
                .isEqualTo("IllegalVersioningConfigurationException 400");
    }
}
