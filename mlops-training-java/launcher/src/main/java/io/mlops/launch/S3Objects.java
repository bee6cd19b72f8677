package io.mlops.launch;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
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
     * Opens an object.
     *
     * @return its bytes, or nothing if there is no such object
     * @throws SdkException if S3 refuses it; S3 also says so of an absent object where the bucket may not be listed
     */
    Optional<InputStream> open(S3Uri from) {
        try {
            return Optional.of(
                    client().getObject(get -> get.bucket(from.bucket()).key(from.key())));
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }
}
