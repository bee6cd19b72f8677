package io.mlops.local.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectAttributes;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

class LocalS3ObjectsTest extends S3Bed {
    private static final String MD5_OF_HELLO = "\"5d41402abc4b2a76b9719d911017c592\"";

    @Test
    void keepsAnObjectWithItsHeaders() {
        PutObjectResponse made = s3.putObject(
                r -> r.bucket(BOX)
                        .key("a")
                        .contentType("text/csv")
                        .contentEncoding("gzip")
                        .cacheControl("no-cache")
                        .metadata(Map.of("colour", "red"))
                        .tagging("k=v%20w&l="),
                RequestBody.fromString("hello"));
        HeadObjectResponse head = s3.headObject(r -> r.bucket(BOX).key("a"));

        assertThat(made.eTag()).isEqualTo(MD5_OF_HELLO);
        assertThat(made.versionId()).isNull();
        assertThat(head.contentLength()).isEqualTo(5);
        assertThat(head.contentType()).isEqualTo("text/csv");
        assertThat(head.contentEncoding()).isEqualTo("gzip");
        assertThat(head.cacheControl()).isEqualTo("no-cache");
        assertThat(head.metadata()).containsExactly(Map.entry("colour", "red"));
        assertThat(head.serverSideEncryption()).isEqualTo(ServerSideEncryption.AES256);
        assertThat(head.eTag()).isEqualTo(MD5_OF_HELLO);
        assertThat(read("a")).isEqualTo("hello");
        assertThat(s3.getObjectTagging(r -> r.bucket(BOX).key("a")).tagSet())
                .extracting(Tag::value)
                .containsExactly("v w", "");
    }

    @Test
    void hasATypeForWhatHasNone() {
        s3.putObject(r -> r.bucket(BOX).key("empty"), RequestBody.empty());

        GetObjectResponse read =
                s3.getObjectAsBytes(r -> r.bucket(BOX).key("empty")).response();

        assertThat(read.contentLength()).isZero();
        assertThat(read.contentType()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b",
                "a+b",
                "ä/ö?x=1&y#z",
                "dir/",
                "/leading",
                "a//b",
                "../../etc/passwd",
                "a/./b",
                "100%",
                "%41",
                "😀\u4e00"
            })
    void keepsAnyKeyAndMakesNoPathOfIt(String key) throws IOException {
        put(key, "content of " + key);

        assertThat(read(key)).isEqualTo("content of " + key);
        assertThat(s3.listObjectsV2(r -> r.bucket(BOX)).contents().get(0).key()).isEqualTo(key);
        assertThat(s3.listObjectsV2(r -> r.bucket(BOX).encodingType("url"))
                        .contents()
                        .get(0)
                        .key())
                .isEqualTo(key);
        assertThat(filesBelow("s3/objects")).isEqualTo(1);
        s3.deleteObject(r -> r.bucket(BOX).key(key));
        assertThat(filesBelow("s3")).isZero();
    }

    private long filesBelow(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve(folder))) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    @Test
    void refusesKeysThatAreTooLong() {
        put("k".repeat(1024), "1");

        assertThat(refusal(() -> put("ä".repeat(513), "1"))).isEqualTo("KeyTooLongError 400");
    }

    @Test
    void saysThatAKeyIsAbsent() {
        assertThatThrownBy(() -> read("nothing"))
                .isInstanceOf(NoSuchKeyException.class)
                .hasMessageContaining("The specified key does not exist.");
        assertThatThrownBy(() -> s3.headObject(r -> r.bucket(BOX).key("nothing")))
                .isInstanceOf(NoSuchKeyException.class);
    }

    @Test
    void readsRanges() {
        put("a", "0123456789");

        assertThat(range("bytes=2-4").asUtf8String()).isEqualTo("234");
        assertThat(range("bytes=2-4").response().contentRange()).isEqualTo("bytes 2-4/10");
        assertThat(range("bytes=7-").asUtf8String()).isEqualTo("789");
        assertThat(range("bytes=-2").asUtf8String()).isEqualTo("89");
        assertThat(range("bytes=8-99").asUtf8String()).isEqualTo("89");
        assertThat(range("lines=1-2").asUtf8String()).isEqualTo("0123456789");
        assertThat(refusal(() -> range("bytes=10-"))).isEqualTo("InvalidRange 416");
        assertThat(s3.headObject(r -> r.bucket(BOX).key("a").range("bytes=2-4")).contentLength())
                .isEqualTo(3);
    }

    private ResponseBytes<GetObjectResponse> range(String range) {
        return s3.getObjectAsBytes(r -> r.bucket(BOX).key("a").range(range));
    }

    @Test
    void showsOtherHeadersOnDemand() {
        put("a", "1");

        assertThat(s3.getObjectAsBytes(r -> r.bucket(BOX).key("a").responseContentType("text/x"))
                        .response()
                        .contentType())
                .isEqualTo("text/x");
    }

    @Test
    void writesOnConditions() {
        s3.putObject(r -> r.bucket(BOX).key("a").ifNoneMatch("*"), RequestBody.fromString("hello"));

        assertThat(refusal(
                        () -> s3.putObject(r -> r.bucket(BOX).key("a").ifNoneMatch("*"), RequestBody.fromString("2"))))
                .isEqualTo("PreconditionFailed 412");
        assertThat(refusal(() ->
                        s3.putObject(r -> r.bucket(BOX).key("a").ifMatch("\"other\""), RequestBody.fromString("2"))))
                .isEqualTo("PreconditionFailed 412");
        assertThat(refusal(() ->
                        s3.putObject(r -> r.bucket(BOX).key("b").ifMatch("\"other\""), RequestBody.fromString("2"))))
                .isEqualTo("NoSuchKey 404");
        assertThat(refusal(
                        () -> s3.putObject(r -> r.bucket(BOX).key("a").ifNoneMatch("x"), RequestBody.fromString("2"))))
                .isEqualTo("NotImplemented 501");
        s3.putObject(r -> r.bucket(BOX).key("a").ifMatch(MD5_OF_HELLO), RequestBody.fromString("2"));
        assertThat(read("a")).isEqualTo("2");
        assertThat(refusal(() -> s3.deleteObject(r -> r.bucket(BOX).key("a").ifMatch("\"other\""))))
                .isEqualTo("PreconditionFailed 412");
    }

    @Test
    void readsOnConditions() {
        put("a", "hello");
        Instant made = s3.headObject(r -> r.bucket(BOX).key("a")).lastModified();

        assertThat(refusal(() -> s3.getObjectAsBytes(r -> r.bucket(BOX).key("a").ifMatch("\"x\""))))
                .isEqualTo("PreconditionFailed 412");
        assertThatThrownBy(() -> s3.getObjectAsBytes(r -> r.bucket(BOX).key("a").ifNoneMatch(MD5_OF_HELLO)))
                .hasMessageContaining("304");
        assertThatThrownBy(() -> s3.headObject(r -> r.bucket(BOX).key("a").ifModifiedSince(made)))
                .hasMessageContaining("304");
        assertThatThrownBy(() -> s3.headObject(r -> r.bucket(BOX).key("a").ifUnmodifiedSince(made.minusSeconds(1))))
                .hasMessageContaining("412");
        s3.getObjectAsBytes(r -> r.bucket(BOX).key("a").ifMatch(MD5_OF_HELLO).ifUnmodifiedSince(made.minusSeconds(1)));
    }

    @ParameterizedTest
    @EnumSource(
            value = ChecksumAlgorithm.class,
            names = {"CRC32", "CRC32_C", "SHA1", "SHA256"})
    void keepsTheChecksumThatAClientSends(ChecksumAlgorithm algorithm) {
        s3.putObject(r -> r.bucket(BOX).key("a").checksumAlgorithm(algorithm), RequestBody.fromString("hello"));

        HeadObjectResponse head = s3.headObject(r -> r.bucket(BOX).key("a").checksumMode(ChecksumMode.ENABLED));

        assertThat(Members.text(head, "Checksum" + algorithm)).isPresent();
        assertThat(head.checksumType()).isEqualTo(ChecksumType.FULL_OBJECT);
        assertThat(read("a")).isEqualTo("hello");
        assertThat(s3.headObject(r -> r.bucket(BOX).key("a")).checksumType()).isNull();
    }

    @Test
    void computesCrc64AsItsDefinitionSays() {
        Crc64Nvme crc = new Crc64Nvme();

        crc.update("123456789".getBytes(StandardCharsets.US_ASCII));

        assertThat(crc.getValue()).isEqualTo(0xAE8B14860A799888L);
    }

    @Test
    void refusesContentThatIsNotWhatItsSenderSaid() throws IOException {
        assertThat(refusal(() -> s3.putObject(
                        r -> r.bucket(BOX).key("a").contentMD5("AAAAAAAAAAAAAAAAAAAAAA=="),
                        RequestBody.fromString("hello"))))
                .isEqualTo("BadDigest 400");
        assertThat(refusal(() ->
                        s3.putObject(r -> r.bucket(BOX).key("a").contentMD5("short"), RequestBody.fromString("hello"))))
                .isEqualTo("InvalidDigest 400");
        assertThat(refusal(() -> s3.putObject(
                        r -> r.bucket(BOX).key("a").checksumSHA256("A".repeat(43) + "="),
                        RequestBody.fromString("hello"))))
                .isEqualTo("BadDigest 400");
        assertThat(s3.listObjectsV2(r -> r.bucket(BOX)).contents()).isEmpty();
        assertThat(filesBelow("s3")).isZero();
    }

    @Test
    void streamsFilesBothWays() throws IOException {
        byte[] content = new byte[3 << 20];
        new java.util.Random(1).nextBytes(content);
        Path up = Files.write(directory.resolve("up"), content);
        Path down = directory.resolve("down");

        s3.putObject(r -> r.bucket(BOX).key("a"), up);
        s3.getObject(r -> r.bucket(BOX).key("a"), ResponseTransformer.toFile(down));

        assertThat(down).hasSameBinaryContentAs(up);
    }

    @Test
    void copiesObjects() {
        s3.putObject(
                r -> r.bucket(BOX).key("a b/ä").contentType("text/csv").tagging("k=v"),
                RequestBody.fromString("hello"));

        s3.copyObject(r ->
                r.sourceBucket(BOX).sourceKey("a b/ä").destinationBucket(BOX).destinationKey("copy"));
        s3.copyObject(r -> r.sourceBucket(BOX)
                .sourceKey("a b/ä")
                .destinationBucket(BOX)
                .destinationKey("other")
                .metadataDirective(MetadataDirective.REPLACE)
                .contentType("text/plain"));
        s3.deleteObject(r -> r.bucket(BOX).key("a b/ä"));

        assertThat(read("copy")).isEqualTo("hello");
        assertThat(s3.headObject(r -> r.bucket(BOX).key("copy")).contentType()).isEqualTo("text/csv");
        assertThat(s3.headObject(r -> r.bucket(BOX).key("other")).contentType()).isEqualTo("text/plain");
        assertThat(s3.getObjectTagging(r -> r.bucket(BOX).key("copy")).tagSet()).hasSize(1);
    }

    @Test
    void refusesCopiesThatCannotBe() {
        put("a", "hello");

        assertThat(refusal(() -> s3.copyObject(r -> r.sourceBucket(BOX)
                        .sourceKey("a")
                        .destinationBucket(BOX)
                        .destinationKey("a"))))
                .isEqualTo("InvalidRequest 400");
        assertThat(refusal(() -> s3.copyObject(r -> r.sourceBucket(BOX)
                        .sourceKey("b")
                        .destinationBucket(BOX)
                        .destinationKey("c"))))
                .isEqualTo("NoSuchKey 404");
        assertThat(refusal(() -> s3.copyObject(r -> r.sourceBucket(BOX)
                        .sourceKey("a")
                        .destinationBucket(BOX)
                        .destinationKey("c")
                        .copySourceIfNoneMatch(MD5_OF_HELLO))))
                .isEqualTo("PreconditionFailed 412");
    }

    @Test
    void refusesTagsThatCannotBe() {
        put("a", "1");
        s3.putObjectTagging(r -> r.bucket(BOX)
                .key("a")
                .tagging(t -> t.tagSet(Tag.builder().key("k").value("v").build())));

        assertThat(s3.headObject(r -> r.bucket(BOX).key("a")).tagCount()).isEqualTo(1);
        assertThat(refusal(() ->
                        s3.putObject(r -> r.bucket(BOX).key("b").tagging("k=1&k=2"), RequestBody.fromString("1"))))
                .isEqualTo("InvalidTag 400");
        assertThat(refusal(() -> s3.putObject(
                        r -> r.bucket(BOX).key("b").tagging("a=&b=&c=&d=&e=&f=&g=&h=&i=&j=&k="),
                        RequestBody.fromString("1"))))
                .isEqualTo("BadRequest 400");
    }

    @Test
    void describesAttributes() {
        put("a", "hello");

        var attributes = s3.getObjectAttributes(r -> r.bucket(BOX)
                .key("a")
                .objectAttributes(ObjectAttributes.E_TAG, ObjectAttributes.OBJECT_SIZE, ObjectAttributes.CHECKSUM));

        assertThat(attributes.eTag()).isEqualTo(MD5_OF_HELLO.replace("\"", ""));
        assertThat(attributes.objectSize()).isEqualTo(5);
        assertThat(attributes.checksum().checksumCRC32()).isEqualTo("NhCmhg==");
    }

    @Test
    void answersPresignedRequests() throws IOException {
        put("a b", "hello");
        try (S3Presigner presigner = S3Presigner.builder()
                .endpointOverride(aws.endpoint())
                .region(software.amazon.awssdk.regions.Region.of(aws.region()))
                .credentialsProvider(software.amazon.awssdk.auth.credentials.StaticCredentialsProvider.create(
                        software.amazon.awssdk.auth.credentials.AwsBasicCredentials.create(
                                aws.accessKeyId(), aws.secretAccessKey())))
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .build()) {
            var presigned = presigner.presignGetObject(p -> p.signatureDuration(java.time.Duration.ofMinutes(1))
                    .getObjectRequest(r -> r.bucket(BOX).key("a b")));

            try (var stream = presigned.url().openStream()) {
                assertThat(new String(stream.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo("hello");
            }
        }
    }
}
