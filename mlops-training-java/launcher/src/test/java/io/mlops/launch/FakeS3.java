package io.mlops.launch;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** S3 in memory; a listing has one page. */
final class FakeS3 implements S3Client {
    final Map<String, byte[]> objects = new TreeMap<>();
    /** The action that is refused. */
    @Nullable
    String denied;

    byte[] bytes(String uri) {
        byte[] found = objects.get(uri);
        if (found == null) {
            throw new AssertionError(uri + " is not among " + objects.keySet());
        }
        return found;
    }

    @Override
    public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
        refuse("s3:PutObject");
        try {
            objects.put(
                    uri(request.bucket(), request.key()),
                    body.contentStreamProvider().newStream().readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return PutObjectResponse.builder().build();
    }

    @Override
    public ResponseInputStream<GetObjectResponse> getObject(GetObjectRequest request) {
        refuse("s3:GetObject");
        byte[] found = objects.get(uri(request.bucket(), request.key()));
        if (found == null) {
            throw NoSuchKeyException.builder()
                    .message("The specified key does not exist.")
                    .statusCode(404)
                    .build();
        }
        return new ResponseInputStream<>(
                GetObjectResponse.builder().build(), AbortableInputStream.create(new ByteArrayInputStream(found)));
    }

    @Override
    public ListObjectVersionsResponse listObjectVersions(ListObjectVersionsRequest request) {
        refuse("s3:ListBucketVersions");
        String prefix = uri(request.bucket(), request.prefix());
        int start = uri(request.bucket(), "").length();
        return ListObjectVersionsResponse.builder()
                .isTruncated(false)
                .versions(objects.entrySet().stream()
                        .filter(object -> object.getKey().startsWith(prefix))
                        .map(object -> ObjectVersion.builder()
                                .key(object.getKey().substring(start))
                                .size((long) object.getValue().length)
                                .eTag(Sha256.of(object.getValue()))
                                .versionId("v-" + object.getKey().substring(start))
                                .lastModified(Instant.ofEpochSecond(object.getValue().length))
                                .isLatest(true)
                                .build())
                        .toList())
                .build();
    }

    private void refuse(String action) {
        if (action.equals(denied)) {
            throw (S3Exception) S3Exception.builder()
                    .message("not authorized to perform: " + action)
                    .awsErrorDetails(
                            AwsErrorDetails.builder().errorCode("AccessDenied").build())
                    .statusCode(403)
                    .build();
        }
    }

    private static String uri(String bucket, String key) {
        return "s3://" + bucket + "/" + key;
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
