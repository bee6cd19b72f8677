package io.mlops.launch;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** The objects in S3 that the launcher reads and writes. */
final class S3Objects {
    private final Supplier<S3Client> clients;
    private final @Nullable String kmsKeyId;

    /**
     * Makes the access.
     *
     * @param clients makes the client when it is first needed
     * @param kmsKeyId the key of what is written; absent for the bucket's own
     */
    S3Objects(Supplier<S3Client> clients, @Nullable String kmsKeyId) {
        this.clients = clients;
        this.kmsKeyId = kmsKeyId;
    }

    S3Client client() {
        return clients.get();
    }

    /**
     * Writes a file.
     *
     * @throws LaunchFailedException if S3 refuses it
     */
    void put(S3Uri to, Path file, String contentType) {
        put(to, RequestBody.fromFile(file), contentType);
    }

    /**
     * Writes bytes.
     *
     * @throws LaunchFailedException if S3 refuses them
     */
    void put(S3Uri to, byte[] bytes, String contentType) {
        put(to, RequestBody.fromBytes(bytes), contentType);
    }

    private void put(S3Uri to, RequestBody body, String contentType) {
        PutObjectRequest.Builder request =
                PutObjectRequest.builder().bucket(to.bucket()).key(to.key()).contentType(contentType);
        if (kmsKeyId != null) {
            request.serverSideEncryption(ServerSideEncryption.AWS_KMS).ssekmsKeyId(kmsKeyId);
        }
        try {
            client().putObject(request.build(), body);
        } catch (SdkException e) {
            throw new LaunchFailedException(to + " was not written: " + e.getMessage()
                    + "; see that the Train build's role may write it, and retry the stage");
        }
    }

    /**
     * Tells whether an object is there, by the bucket's versions: asked for an object that is not there, S3 says that it is
     * denied to whoever may not list the bucket.
     *
     * @throws SdkException if S3 refuses to tell
     */
    boolean has(S3Uri object) {
        return client()
                .listObjectVersions(list ->
                        list.bucket(object.bucket()).prefix(object.key()).maxKeys(1))
                .versions()
                .stream()
                .anyMatch(version -> version.key().equals(object.key()) && Boolean.TRUE.equals(version.isLatest()));
    }

    /**
     * Opens an object.
     *
     * @throws SdkException if S3 refuses it, or there is no such object
     */
    InputStream open(S3Uri from) {
        return client().getObject(get -> get.bucket(from.bucket()).key(from.key()));
    }
}
