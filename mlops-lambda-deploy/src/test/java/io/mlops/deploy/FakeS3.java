package io.mlops.deploy;

import java.io.ByteArrayInputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** S3 with objects in memory, by key. */
final class FakeS3 implements S3Client {
    final Map<String, byte[]> objects = new HashMap<>();
    /** The next look is answered with SlowDown. */
    boolean slow;
    /** A look takes until its thread is interrupted. */
    volatile boolean held;

    String eTag = "0123";

    @Override
    public <T> T getObject(GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> transformer) {
        if (held) {
            hold();
        }
        if (slow) {
            slow = false;
            throw (S3Exception) S3Exception.builder()
                    .statusCode(503)
                    .message("Please reduce your request rate.")
                    .build();
        }
        byte[] object = objects.get(request.key());
        if (object == null) {
            throw NoSuchKeyException.builder()
                    .statusCode(404)
                    .message("The specified key does not exist.")
                    .build();
        }
        try {
            return transformer.transform(
                    GetObjectResponse.builder().build(), AbortableInputStream.create(new ByteArrayInputStream(object)));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void hold() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw SdkClientException.create("interrupted", e);
        }
    }

    @Override
    public HeadObjectResponse headObject(HeadObjectRequest request) {
        return HeadObjectResponse.builder().eTag('"' + eTag + '"').build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
