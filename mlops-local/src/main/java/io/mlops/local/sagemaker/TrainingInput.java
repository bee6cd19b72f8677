package io.mlops.local.sagemaker;

import io.mlops.local.call.ErrorCodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sagemaker.model.Channel;

/** Brings a channel's objects from S3 into its directory. */
final class TrainingInput {
    private final S3Client s3;
    private final String roleArn;
    private final String region;

    TrainingInput(S3Client s3, String roleArn, String region) {
        this.s3 = s3;
        this.roleArn = roleArn;
        this.region = region;
    }

    void download(Channel channel, Path directory) throws ContainerFailure, IOException {
        String uri = channel.dataSource().s3DataSource().s3Uri();
        S3Location from = S3Location.of("s3Uri", uri);
        try {
            if (downloadAll(from, directory) == 0) {
                throw nothing(uri, from, Optional.empty());
            }
        } catch (AwsServiceException e) {
            throw nothing(uri, from, Optional.of(ErrorCodes.message(e)));
        } catch (SdkClientException | InvalidPathException e) {
            throw new ContainerFailure("ClientError: Data download failed: " + e.getMessage(), e);
        }
    }

    private int downloadAll(S3Location from, Path directory) throws ContainerFailure, IOException {
        int count = 0;
        Optional<String> token = Optional.empty();
        do {
            ListObjectsV2Response page = s3.listObjectsV2(ListObjectsV2Request.builder()
                    .bucket(from.bucket())
                    .prefix(from.key())
                    .continuationToken(token.orElse(null))
                    .build());
            for (S3Object object : page.contents()) {
                if (!object.key().endsWith("/")) {
                    download(from, object.key(), directory);
                    count++;
                }
            }
            token = Optional.ofNullable(page.nextContinuationToken());
        } while (token.isPresent());
        return count;
    }

    private void download(S3Location from, String key, Path directory) throws ContainerFailure, IOException {
        Path file = directory.resolve(relative(from.key(), key)).normalize();
        if (!file.startsWith(directory) || file.equals(directory)) {
            throw new ContainerFailure(
                    "ClientError: Data download failed: the key \"" + key + "\" leads out of the channel's directory");
        }
        Files.createDirectories(file.getParent());
        s3.getObject(
                GetObjectRequest.builder().bucket(from.bucket()).key(key).build(), ResponseTransformer.toFile(file));
    }

    /** What follows the prefix's last directory: the prefix itself is one where keys go on with a slash. */
    private static String relative(String prefix, String key) {
        boolean directory = prefix.isEmpty() || prefix.endsWith("/");
        int from = directory
                ? prefix.length()
                : key.startsWith(prefix + "/") ? prefix.length() + 1 : prefix.lastIndexOf('/') + 1;
        return key.substring(from);
    }

    private ContainerFailure nothing(String uri, S3Location from, Optional<String> said) {
        return new ContainerFailure("ClientError: Data download failed:No S3 objects found under S3 URL \"" + uri
                + "\" given in input data source. Please ensure that the bucket exists in the selected region ("
                + region + "), that objects exist under that S3 prefix, and that the role \"" + roleArn
                + "\" has \"s3:ListBucket\" permissions on bucket \"" + from.bucket() + "\"."
                + said.map(text -> " Error message from S3: " + text).orElse(""));
    }
}
