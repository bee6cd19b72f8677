package io.mlops.local.sagemaker;

import io.mlops.local.account.Credentials.AccessKey;
import io.mlops.local.call.Cloud;
import io.mlops.local.call.ErrorCodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

/** Brings a model's archive from S3 into {@code opt/ml/model}. */
final class ModelDownload {
    private ModelDownload() {}

    static void into(ContainerRoot root, Container container, Cloud cloud, AccessKey key, String region)
            throws ContainerFailure, IOException {
        Path model = root.make("model");
        if (container.modelData().isEmpty()) {
            return;
        }
        S3Location data = container.modelData().get();
        Path archive = root.directory().resolve("model.tar.gz");
        try {
            cloud.client(S3Client.class, key.caller(), region)
                    .getObject(
                            GetObjectRequest.builder()
                                    .bucket(data.bucket())
                                    .key(data.key())
                                    .build(),
                            ResponseTransformer.toFile(archive));
        } catch (AwsServiceException e) {
            throw new ContainerFailure(
                    "Failed to download model data for container \"container_1\" from URL: \"" + data
                            + "\". Please ensure that there is an object located at the URL and that the role passed to"
                            + " CreateModel has permissions to download the model. (" + ErrorCodes.message(e) + ")",
                    e);
        }
        try {
            ModelArchive.unpack(archive, model);
        } catch (IOException e) {
            throw new ContainerFailure(
                    "Failed to extract model data archive for container \"container_1\" from URL \"" + data
                            + "\". Please ensure that the object located at the URL is a valid tar.gz archive. ("
                            + e.getMessage() + ")",
                    e);
        } finally {
            Files.deleteIfExists(archive);
        }
    }
}
