package io.mlops.local.sagemaker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
import software.amazon.awssdk.services.sagemaker.model.S3DataSource;
import software.amazon.awssdk.services.sagemaker.model.S3DataType;

/** Brings a channel's objects from S3 into its directory. */
final class TrainingInput {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final S3Client s3;
    private final String roleArn;
    private final String region;

    TrainingInput(S3Client s3, String roleArn, String region) {
        this.s3 = s3;
        this.roleArn = roleArn;
        this.region = region;
    }

    void download(Channel channel, Path directory) throws ContainerFailure, IOException {
        S3DataSource source = channel.dataSource().s3DataSource();
        String uri = source.s3Uri();
        S3Location from = S3Location.of("s3Uri", uri);
        try {
            if (source.s3DataType() == S3DataType.MANIFEST_FILE) {
                downloadListed(from, directory);
            } else if (downloadAll(from, directory) == 0) {
                throw nothing(uri, from, Optional.empty());
            }
        } catch (AwsServiceException e) {
            throw nothing(uri, from, Optional.of(ErrorCodes.message(e)));
        } catch (SdkClientException | InvalidPathException e) {
            throw new ContainerFailure("ClientError: Data download failed: " + e.getMessage(), e);
        }
    }

    /** Brings what a manifest lists: {@code [{"prefix": "s3://bucket/directory/"}, "file", …]}. */
    private void downloadListed(S3Location manifest, Path directory) throws ContainerFailure, IOException {
        try {
            GetObjectRequest get = GetObjectRequest.builder()
                    .bucket(manifest.bucket())
                    .key(manifest.key())
                    .build();
            JsonNode list = JSON.readTree(
                    s3.getObject(get, ResponseTransformer.toBytes()).asByteArray());
            S3Location prefix =
                    S3Location.of("prefix", list.path(0).path("prefix").asText());
            for (int i = 1; i < list.size(); i++) {
                download(prefix, prefix.key() + list.path(i).asText(), directory);
            }
        } catch (JsonProcessingException e) {
            throw new ContainerFailure(
                    "ClientError: Data download failed: the manifest " + manifest + " is not JSON: "
                            + e.getOriginalMessage(),
                    e);
        }
    }

    /** Brings all that begins with a prefix, and counts it. */
    int downloadAll(S3Location from, Path directory) throws ContainerFailure, IOException {
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
