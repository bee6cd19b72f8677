package io.mlops.local.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

class LocalS3ListingTest extends S3Bed {
    private void putAll(String... keys) {
        for (String key : keys) {
            put(key, "1");
        }
    }

    @Test
    void cutsKeysAtTheDelimiter() {
        putAll("a/1", "a/2", "b", "c/x/1", "c/y");

        ListObjectsV2Response root = s3.listObjectsV2(r -> r.bucket(BOX).delimiter("/"));
        ListObjectsV2Response below =
                s3.listObjectsV2(r -> r.bucket(BOX).delimiter("/").prefix("c/"));

        assertThat(root.contents()).extracting(S3Object::key).containsExactly("b");
        assertThat(root.commonPrefixes()).extracting(CommonPrefix::prefix).containsExactly("a/", "c/");
        assertThat(root.keyCount()).isEqualTo(3);
        assertThat(below.contents()).extracting(S3Object::key).containsExactly("c/y");
        assertThat(below.commonPrefixes()).extracting(CommonPrefix::prefix).containsExactly("c/x/");
    }

    @Test
    void continuesWhereAPageEnded() {
        putAll("a/1", "a/2", "b", "c/1", "d");

        List<ListObjectsV2Response> pages =
                s3.listObjectsV2Paginator(r -> r.bucket(BOX).delimiter("/").maxKeys(1)).stream()
                        .toList();

        assertThat(pages).hasSize(4);
        assertThat(pages).extracting(ListObjectsV2Response::isTruncated).containsExactly(true, true, true, false);
        assertThat(s3.listObjectsV2Paginator(r -> r.bucket(BOX).maxKeys(2)).contents())
                .extracting(S3Object::key)
                .containsExactly("a/1", "a/2", "b", "c/1", "d");
        assertThat(s3.listObjectsV2(r -> r.bucket(BOX).startAfter("b")).contents())
                .extracting(S3Object::key)
                .containsExactly("c/1", "d");
        assertThat(refusal(() -> s3.listObjectsV2(r -> r.bucket(BOX).continuationToken("not base64!"))))
                .isEqualTo("InvalidArgument 400");
    }

    @Test
    void listsByTheOldWayToo() {
        putAll("a/1", "b", "c");

        ListObjectsResponse first =
                s3.listObjects(r -> r.bucket(BOX).delimiter("/").maxKeys(1));
        ListObjectsResponse second =
                s3.listObjects(r -> r.bucket(BOX).delimiter("/").marker(first.nextMarker()));

        assertThat(first.commonPrefixes()).extracting(CommonPrefix::prefix).containsExactly("a/");
        assertThat(first.nextMarker()).isEqualTo("a/");
        assertThat(second.contents()).extracting(S3Object::key).containsExactly("b", "c");
    }

    @Test
    void sortsByTheBytesOfUtf8() {
        putAll("\uffee", "😀", "z", "Z");

        assertThat(s3.listObjectsV2(r -> r.bucket(BOX)).contents())
                .extracting(S3Object::key)
                .containsExactly("Z", "z", "\uffee", "😀");
    }

    @Test
    void encodesKeysThatXmlCannotHold() {
        putAll("line\nbreak", "bell\u0007/x");

        ListObjectsV2Response listed =
                s3.listObjectsV2(r -> r.bucket(BOX).encodingType("url").delimiter("/"));

        assertThat(listed.contents()).extracting(S3Object::key).containsExactly("line\nbreak");
        assertThat(listed.commonPrefixes()).extracting(CommonPrefix::prefix).containsExactly("bell\u0007/");
    }

    @Test
    void answersZeroKeysWithNothing() {
        putAll("a");

        ListObjectsV2Response none = s3.listObjectsV2(r -> r.bucket(BOX).maxKeys(0));

        assertThat(none.contents()).isEmpty();
        assertThat(none.isTruncated()).isFalse();
        assertThat(refusal(() -> s3.listObjectsV2(r -> r.bucket(BOX).maxKeys(-1))))
                .isEqualTo("InvalidArgument 400");
    }
}
