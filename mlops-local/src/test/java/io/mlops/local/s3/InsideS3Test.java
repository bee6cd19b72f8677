package io.mlops.local.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.local.account.Caller;
import io.mlops.local.account.Credentials;
import io.mlops.local.account.Ids;
import io.mlops.local.account.Scope;
import io.mlops.local.account.Stores;
import io.mlops.local.account.SystemScheduler;
import io.mlops.local.call.CallChain;
import io.mlops.local.call.Cloud;
import io.mlops.local.call.Faults;
import io.mlops.local.call.ModelConstraints;
import io.mlops.local.call.Service;
import io.mlops.local.call.ServiceCatalog;
import io.mlops.local.call.Settings;
import io.mlops.local.facts.Facts;
import io.mlops.local.iam.AskedPermissions;
import io.mlops.local.process.Children;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.Tag;

/** S3 as other services of the emulator use it: without a wire. */
class InsideS3Test {
    private static final Caller CALLER =
            new Caller("123456789012", "arn:aws:iam::123456789012:root", "123456789012", "AKIA", Optional.empty());

    @TempDir
    private Path directory;

    private final List<String> asked = new ArrayList<>();
    private SystemScheduler scheduler;
    private Children children;
    private Cloud cloud;
    private S3Client s3;

    @BeforeEach
    void start() {
        scheduler = new SystemScheduler(Clock.systemUTC());
        children = new Children(directory.resolve("supervisor"));
        cloud = new Cloud(
                new Settings(directory, URI.create("http://127.0.0.1:1"), Map.of(), Duration.ZERO),
                scheduler,
                new Ids(new Random(1)),
                new Credentials(),
                new Stores(),
                children,
                new ServiceCatalog(List.of(new Service<>("s3", "s3", S3Client.class, LocalS3.class, LocalS3::new))),
                new CallChain(
                        new AskedPermissions(),
                        Faults.NONE,
                        new ModelConstraints(Facts.load()),
                        (call, operation, input, authorizations, outcome) ->
                                authorizations.forEach(one -> asked.add(one.action() + " " + one.resource()))));
        s3 = cloud.client(S3Client.class, CALLER, "us-east-1");
        s3.createBucket(r -> r.bucket("box"));
        asked.clear();
    }

    @AfterEach
    void stop() {
        scheduler.close();
        children.close();
    }

    private static GetObjectRequest get(String key) {
        return GetObjectRequest.builder().bucket("box").key(key).build();
    }

    private static PutObjectRequest put(String key) {
        return PutObjectRequest.builder().bucket("box").key(key).build();
    }

    @Test
    void streamsWithoutAWire() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "hello");
        s3.putObject(put("file"), RequestBody.fromFile(file));
        s3.putObject(
                put("stream"),
                RequestBody.fromInputStream(new ByteArrayInputStream("hello".getBytes(StandardCharsets.US_ASCII)), 5));

        Path copy = directory.resolve("copy");
        s3.getObject(get("stream"), ResponseTransformer.toFile(copy));
        assertThat(copy).hasContent("hello");
        assertThat(s3.getObject(get("file"), ResponseTransformer.toBytes()).asUtf8String())
                .isEqualTo("hello");
        try (var stream = s3.getObject(get("file"), ResponseTransformer.toInputStream())) {
            s3.deleteObject(
                    DeleteObjectRequest.builder().bucket("box").key("file").build());
            assertThat(stream.readAllBytes()).hasSize(5);
        }
        assertThatThrownBy(() -> s3.getObject(get("file"), ResponseTransformer.toBytes()))
                .isInstanceOf(NoSuchKeyException.class);
    }

    @Test
    @SuppressWarnings("deprecation") // The wire has the copy's source in one piece, as the deprecated member.
    void asksForTheVersionAndTheSourceOfACopy() {
        s3.putObject(put("a b"), RequestBody.fromString("1"));
        s3.copyObject(CopyObjectRequest.builder()
                .copySource("box/a%20b?versionId=null")
                .destinationBucket("box")
                .destinationKey("c")
                .build());
        s3.deleteObject(DeleteObjectRequest.builder()
                .bucket("box")
                .key("c")
                .versionId("null")
                .build());

        assertThat(asked)
                .containsExactly(
                        "s3:PutObject arn:aws:s3:::box/a b",
                        "s3:PutObject arn:aws:s3:::box/c",
                        "s3:GetObjectVersion arn:aws:s3:::box/a b",
                        "s3:DeleteObjectVersion arn:aws:s3:::box/c");
    }

    @Test
    void givesTheTagsOfItsBuckets() {
        s3.putBucketTagging(r -> r.bucket("box")
                .tagging(t -> t.tagSet(Tag.builder().key("k").value("v").build())));

        assertThat(Buckets.tags(cloud, new Scope("123456789012", "us-east-1")))
                .isEqualTo(Map.of("arn:aws:s3:::box", Map.of("k", "v")));
        assertThat(Buckets.tags(cloud, new Scope("123456789012", "eu-west-1"))).isEmpty();
    }
}
