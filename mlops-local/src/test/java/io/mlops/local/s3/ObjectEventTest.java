package io.mlops.local.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mlops.local.HeldCloud;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.Tag;

/** What EventBridge is told of a bucket's objects, in the envelope of S3's user guide. */
class ObjectEventTest {
    @TempDir
    private Path directory;

    private HeldCloud cloud;
    private S3Client s3;

    @BeforeEach
    void start() {
        cloud = new HeldCloud(directory);
        s3 = cloud.client(S3Client.class);
        s3.createBucket(r -> r.bucket("box").createBucketConfiguration(c -> c.locationConstraint("eu-west-1")));
        s3.putBucketNotificationConfiguration(
                r -> r.bucket("box").notificationConfiguration(n -> n.eventBridgeConfiguration(e -> {})));
        EventBridgeClient events = cloud.client(EventBridgeClient.class);
        events.putRule(r -> r.name("box").eventPattern("{\"source\":[\"aws.s3\"]}"));
        events.putTargets(r -> r.rule("box")
                .targets(Target.builder()
                        .id("1")
                        .arn("arn:aws:lambda:eu-west-1:123456789012:function:f")
                        .build()));
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    private JsonNode event() throws Exception {
        InvokeRequest request = cloud.invocations().poll(10, TimeUnit.SECONDS);
        assertThat(request).isNotNull();
        return JsonMapper.builder().build().readTree(request.payload().asUtf8String());
    }

    private PutObjectResponse put(String key) {
        return s3.putObject(r -> r.bucket("box").key(key), RequestBody.fromString("hello"));
    }

    @Test
    void tellsOfObjectsThatAreCreated() throws Exception {
        put("a");
        JsonNode created = event();
        String upload = s3.createMultipartUpload(r -> r.bucket("box").key("a")).uploadId();
        String etag = s3.uploadPart(
                        r -> r.bucket("box").key("a").uploadId(upload).partNumber(1), RequestBody.fromString("parts"))
                .eTag();
        s3.completeMultipartUpload(r -> r.bucket("box")
                .key("a")
                .uploadId(upload)
                .multipartUpload(m ->
                        m.parts(CompletedPart.builder().partNumber(1).eTag(etag).build())));
        JsonNode joined = event();

        assertThat(created.path("detail-type").asText()).isEqualTo("Object Created");
        assertThat(created.path("resources")).hasToString("[\"arn:aws:s3:::box\"]");
        JsonNode detail = created.path("detail");
        assertThat(detail.path("bucket")).hasToString("{\"name\":\"box\"}");
        assertThat(detail.path("object").path("key").asText()).isEqualTo("a");
        assertThat(detail.path("object").path("size").asInt()).isEqualTo(5);
        assertThat(detail.path("object").path("etag").asText()).isEqualTo("5d41402abc4b2a76b9719d911017c592");
        assertThat(detail.path("object").has("version-id")).isFalse();
        assertThat(detail.path("requester").asText()).isEqualTo("123456789012");
        assertThat(detail.path("source-ip-address").asText()).isEqualTo("127.0.0.1");
        assertThat(detail.path("reason").asText()).isEqualTo("PutObject");
        assertThat(joined.path("detail").path("reason").asText()).isEqualTo("CompleteMultipartUpload");
        assertThat(joined.path("detail").path("object").path("sequencer").asText())
                .isGreaterThan(detail.path("object").path("sequencer").asText());
    }

    @Test
    void tellsOfVersionsTagsAndDeletes() throws Exception {
        s3.putBucketVersioning(
                r -> r.bucket("box").versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)));
        String version = put("a").versionId();
        JsonNode created = event();
        s3.putObjectTagging(r -> r.bucket("box")
                .key("a")
                .tagging(t -> t.tagSet(Tag.builder().key("k").value("v").build())));
        JsonNode tagged = event();
        String marker = s3.deleteObject(r -> r.bucket("box").key("a")).versionId();
        JsonNode hidden = event();
        s3.deleteObject(r -> r.bucket("box").key("a").versionId(version));
        JsonNode gone = event();

        assertThat(created.path("detail").path("object").path("version-id").asText())
                .isEqualTo(version);
        assertThat(tagged.path("detail-type").asText()).isEqualTo("Object Tags Added");
        assertThat(hidden.path("detail-type").asText()).isEqualTo("Object Deleted");
        assertThat(hidden.path("detail").path("deletion-type").asText()).isEqualTo("Delete Marker Created");
        assertThat(hidden.path("detail").path("object").path("version-id").asText())
                .isEqualTo(marker);
        assertThat(gone.path("detail").path("deletion-type").asText()).isEqualTo("Permanently Deleted");
        assertThat(gone.path("detail").path("object").path("version-id").asText())
                .isEqualTo(version);
    }

    @Test
    void aBucketThatDoesNotNotifyTellsNothing() throws Exception {
        s3.putBucketNotificationConfiguration(r -> r.bucket("box").notificationConfiguration(n -> {}));

        put("a");

        assertThat(cloud.invocations().poll(50, TimeUnit.MILLISECONDS)).isNull();
    }
}
