package io.mlops.local.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.local.Sdk;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionByDefault;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** What answers say of an object's encryption (S3 user guide, "Using server-side encryption with AWS KMS keys"). */
class EncryptionTest extends S3Bed {
    private KmsClient kms() {
        return Sdk.client(aws, KmsClient.builder());
    }

    private String managedKey() {
        return kms().describeKey(r -> r.keyId("alias/aws/s3")).keyMetadata().arn();
    }

    private void byDefault(Consumer<ServerSideEncryptionByDefault.Builder> encryption, boolean bucketKey) {
        s3.putBucketEncryption(r -> r.bucket(BOX)
                .serverSideEncryptionConfiguration(c -> c.rules(ServerSideEncryptionRule.builder()
                        .applyServerSideEncryptionByDefault(encryption)
                        .bucketKeyEnabled(bucketKey)
                        .build())));
    }

    private HeadObjectResponse head(String key) {
        return s3.headObject(r -> r.bucket(BOX).key(key));
    }

    @Test
    void showsTheBucketsKeyInEveryAnswer() {
        String key = kms().createKey(r -> {}).keyMetadata().arn();
        byDefault(d -> d.sseAlgorithm(ServerSideEncryption.AWS_KMS).kmsMasterKeyID(key), true);

        PutObjectResponse put = put("a", "1");
        HeadObjectResponse head = head("a");
        GetObjectResponse got = s3.getObjectAsBytes(r -> r.bucket(BOX).key("a")).response();
        CopyObjectResponse copied = s3.copyObject(
                r -> r.sourceBucket(BOX).sourceKey("a").destinationBucket(BOX).destinationKey("b"));

        assertThat(List.of(
                        put.serverSideEncryption(),
                        head.serverSideEncryption(),
                        got.serverSideEncryption(),
                        copied.serverSideEncryption()))
                .containsOnly(ServerSideEncryption.AWS_KMS);
        assertThat(List.of(put.ssekmsKeyId(), head.ssekmsKeyId(), got.ssekmsKeyId(), copied.ssekmsKeyId()))
                .containsOnly(key);
        assertThat(List.of(
                        put.bucketKeyEnabled(),
                        head.bucketKeyEnabled(),
                        got.bucketKeyEnabled(),
                        copied.bucketKeyEnabled()))
                .containsOnly(true);
    }

    @Test
    void showsTheBucketsKeyInTheAnswersToAnUpload() {
        String key = kms().createKey(r -> {}).keyMetadata().arn();
        byDefault(d -> d.sseAlgorithm(ServerSideEncryption.AWS_KMS).kmsMasterKeyID(key), false);

        CreateMultipartUploadResponse begun =
                s3.createMultipartUpload(r -> r.bucket(BOX).key("a"));
        UploadPartResponse part = s3.uploadPart(
                r -> r.bucket(BOX).key("a").uploadId(begun.uploadId()).partNumber(1), RequestBody.fromString("1"));
        CompleteMultipartUploadResponse completed = s3.completeMultipartUpload(r -> r.bucket(BOX)
                .key("a")
                .uploadId(begun.uploadId())
                .multipartUpload(u -> u.parts(
                        CompletedPart.builder().partNumber(1).eTag(part.eTag()).build())));

        assertThat(List.of(begun.ssekmsKeyId(), part.ssekmsKeyId(), completed.ssekmsKeyId()))
                .containsOnly(key);
        assertThat(part.serverSideEncryption()).isEqualTo(ServerSideEncryption.AWS_KMS);
        assertThat(head("a").ssekmsKeyId()).isEqualTo(key);
        assertThat(head("a").bucketKeyEnabled()).isNull();
    }

    @Test
    void namesAKeyByItsArnHoweverItWasNamed() {
        String id = kms().createKey(r -> {}).keyMetadata().keyId();
        byDefault(d -> d.sseAlgorithm(ServerSideEncryption.AWS_KMS), false);

        put("default", "1");
        s3.putObject(
                r -> r.bucket(BOX)
                        .key("named")
                        .serverSideEncryption(ServerSideEncryption.AWS_KMS)
                        .ssekmsKeyId(id),
                RequestBody.fromString("1"));

        assertThat(head("default").ssekmsKeyId())
                .isEqualTo(managedKey())
                .startsWith("arn:aws:kms:eu-west-1:123456789012:key/");
        assertThat(head("named").ssekmsKeyId()).isEqualTo("arn:aws:kms:eu-west-1:123456789012:key/" + id);
    }

    @Test
    void letsARequestChooseOtherwise() {
        byDefault(d -> d.sseAlgorithm(ServerSideEncryption.AWS_KMS), true);

        s3.putObject(
                r -> r.bucket(BOX).key("plain").serverSideEncryption(ServerSideEncryption.AES256),
                RequestBody.fromString("1"));
        s3.putObject(
                r -> r.bucket(BOX).key("own").serverSideEncryption(ServerSideEncryption.AWS_KMS),
                RequestBody.fromString("1"));

        assertThat(head("plain").serverSideEncryption()).isEqualTo(ServerSideEncryption.AES256);
        assertThat(head("plain").ssekmsKeyId()).isNull();
        assertThat(head("plain").bucketKeyEnabled()).isNull();
        assertThat(head("own").ssekmsKeyId()).isEqualTo(managedKey());
        assertThat(head("own").bucketKeyEnabled()).isTrue();
    }

    @Test
    void keepsWhatAnObjectWasWrittenWith() {
        put("old", "1");
        byDefault(d -> d.sseAlgorithm(ServerSideEncryption.AWS_KMS), false);

        assertThat(head("old").serverSideEncryption()).isEqualTo(ServerSideEncryption.AES256);
        assertThat(head("old").ssekmsKeyId()).isNull();
    }
}
