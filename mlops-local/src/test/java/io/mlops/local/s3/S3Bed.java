package io.mlops.local.s3;

import io.mlops.local.LocalAws;
import io.mlops.local.Sdk;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** An emulator, an unmodified client of it, and the bucket {@code box}. */
abstract class S3Bed {
    static final String BOX = "box";

    @TempDir
    Path directory;

    LocalAws aws;
    S3Client s3;

    @BeforeEach
    void start() {
        aws = LocalAws.builder().directory(directory).start();
        s3 = Sdk.client(aws, S3Client.builder());
        s3.createBucket(r -> r.bucket(BOX));
    }

    @AfterEach
    void stop() {
        s3.close();
        aws.close();
    }

    PutObjectResponse put(String key, String content) {
        return s3.putObject(r -> r.bucket(BOX).key(key), RequestBody.fromString(content));
    }

    String read(String key) {
        return s3.getObjectAsBytes(r -> r.bucket(BOX).key(key)).asString(StandardCharsets.UTF_8);
    }

    void version(BucketVersioningStatus status) {
        s3.putBucketVersioning(r -> r.bucket(BOX).versioningConfiguration(v -> v.status(status)));
    }

    /** The code and status of the error that a call ends with. */
    static String refusal(Runnable call) {
        try {
            call.run();
            return "no error";
        } catch (AwsServiceException e) {
            return e.awsErrorDetails().errorCode() + " " + e.statusCode();
        }
    }
}
