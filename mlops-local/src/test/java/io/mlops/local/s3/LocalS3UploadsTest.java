package io.mlops.local.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

class LocalS3UploadsTest extends S3Bed {
    private static final byte[] LARGE = new byte[5 << 20];

    static {
        Arrays.fill(LARGE, (byte) 'x');
    }

    private String begin() {
        return s3.createMultipartUpload(
                        r -> r.bucket(BOX).key("a").contentType("text/csv").tagging("k=v"))
                .uploadId();
    }

    private CompletedPart part(String id, int number, byte[] content) {
        UploadPartResponse part = s3.uploadPart(
                r -> r.bucket(BOX).key("a").uploadId(id).partNumber(number), RequestBody.fromBytes(content));
        return CompletedPart.builder()
                .partNumber(number)
                .eTag(part.eTag())
                .checksumCRC32(part.checksumCRC32())
                .build();
    }

    private CompleteMultipartUploadResponse complete(String id, CompletedPart... parts) {
        return s3.completeMultipartUpload(
                r -> r.bucket(BOX).key("a").uploadId(id).multipartUpload(m -> m.parts(parts)));
    }

    @Test
    void joinsParts() {
        String id = begin();
        CompletedPart second = part(id, 7, "end".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        CompletedPart first = part(id, 2, LARGE);

        assertThat(s3.listParts(r -> r.bucket(BOX).key("a").uploadId(id)).parts())
                .extracting(Part::partNumber)
                .containsExactly(2, 7);
        assertThat(s3.listMultipartUploads(r -> r.bucket(BOX)).uploads())
                .extracting(u -> u.uploadId())
                .containsExactly(id);
        CompleteMultipartUploadResponse done = complete(id, first, second);

        assertThat(done.eTag()).matches("\"[0-9a-f]{32}-2\"");
        HeadObjectResponse head = s3.headObject(r -> r.bucket(BOX).key("a").partNumber(2));
        assertThat(head.contentType()).isEqualTo("text/csv");
        assertThat(head.contentLength()).isEqualTo(3);
        assertThat(head.partsCount()).isEqualTo(2);
        assertThat(read("a")).hasSize(LARGE.length + 3).endsWith("xend");
        assertThat(s3.listMultipartUploads(r -> r.bucket(BOX)).uploads()).isEmpty();
        assertThatThrownBy(() -> complete(id, first)).isInstanceOf(NoSuchUploadException.class);
    }

    @Test
    void leavesNothingOfWhatIsAborted() throws IOException {
        String id = begin();
        part(id, 1, new byte[10]);
        s3.abortMultipartUpload(r -> r.bucket(BOX).key("a").uploadId(id));

        assertThatThrownBy(() -> part(id, 2, new byte[10])).isInstanceOf(NoSuchUploadException.class);
        try (var files = Files.walk(directory.resolve("s3"))) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void refusesPartsThatDoNotMakeAWhole() {
        String id = begin();
        CompletedPart first = part(id, 1, new byte[10]);
        CompletedPart second = part(id, 2, new byte[10]);
        CompletedPart absent = first.toBuilder().partNumber(3).build();
        CompletedPart wrong = first.toBuilder().eTag("\"0\"").build();

        assertThat(refusal(() -> complete(id, first, second))).isEqualTo("EntityTooSmall 400");
        assertThat(refusal(() -> complete(id, second, first))).isEqualTo("InvalidPartOrder 400");
        assertThat(refusal(() -> complete(id, absent))).isEqualTo("InvalidPart 400");
        assertThat(refusal(() -> complete(id, wrong))).isEqualTo("InvalidPart 400");
        assertThat(refusal(() -> complete(id))).isEqualTo("MalformedXML 400");
        assertThat(refusal(() -> part(id, 0, new byte[1]))).isEqualTo("InvalidArgument 400");
        assertThat(refusal(() -> complete("nothing", first))).isEqualTo("NoSuchUpload 404");
        complete(id, second);
    }

    @Test
    void makesAChecksumOfThePartsChecksums() {
        String id = s3.createMultipartUpload(r -> r.bucket(BOX).key("a").checksumAlgorithm(ChecksumAlgorithm.CRC32))
                .uploadId();
        CompletedPart part = part(id, 1, new byte[10]);

        assertThat(refusal(
                        () -> complete(id, part.toBuilder().checksumCRC32(null).build())))
                .isEqualTo("InvalidRequest 400");
        assertThat(complete(id, part).checksumType()).isEqualTo(ChecksumType.COMPOSITE);
        assertThat(s3.headObject(r -> r.bucket(BOX).key("a").checksumMode(ChecksumMode.ENABLED))
                        .checksumCRC32())
                .endsWith("-1");
        assertThat(read("a")).hasSize(10);
    }

    @Test
    void makesAChecksumOfTheWhole() {
        String id = s3.createMultipartUpload(r -> r.bucket(BOX)
                        .key("a")
                        .checksumAlgorithm(ChecksumAlgorithm.CRC32)
                        .checksumType(ChecksumType.FULL_OBJECT))
                .uploadId();
        CompletedPart part = part(id, 1, "hello".getBytes(java.nio.charset.StandardCharsets.US_ASCII));

        assertThat(refusal(() -> s3.completeMultipartUpload(r -> r.bucket(BOX)
                        .key("a")
                        .uploadId(id)
                        .checksumCRC32("AAAAAA==")
                        .multipartUpload(m -> m.parts(part)))))
                .isEqualTo("BadDigest 400");
        assertThat(complete(id, part).checksumCRC32()).isEqualTo("NhCmhg==");
    }

    @Test
    void completesOnCondition() {
        put("a", "there");
        String id = begin();
        CompletedPart part = part(id, 1, new byte[1]);

        assertThat(refusal(() -> s3.completeMultipartUpload(r -> r.bucket(BOX)
                        .key("a")
                        .uploadId(id)
                        .ifNoneMatch("*")
                        .multipartUpload(m -> m.parts(List.of(part))))))
                .isEqualTo("PreconditionFailed 412");
    }
}
