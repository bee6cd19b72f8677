package io.mlops.local.sagemaker;

import io.mlops.local.call.ErrorCodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.sagemaker.model.CreateTrainingJobRequest;
import software.amazon.awssdk.services.sagemaker.model.OutputDataConfig;

/** Puts what a training container wrote into S3: the model, and output data where there is some. */
final class TrainingOutput {
    private final S3Client s3;
    private final OutputDataConfig config;
    private final S3Location output;

    TrainingOutput(S3Client s3, CreateTrainingJobRequest request) {
        this.s3 = s3;
        this.config = request.outputDataConfig();
        this.output = S3Location.of("s3OutputPath", config.s3OutputPath())
                .resolve(request.trainingJobName())
                .resolve("output");
    }

    /** Uploads, and gives the model's URI. */
    String upload(ContainerRoot root) throws ContainerFailure, IOException {
        S3Location model = output.resolve("model.tar.gz");
        put(root, root.optMl().resolve("model"), model);
        Path data = root.optMl().resolve("output").resolve("data");
        if (ModelArchive.hasFiles(data)) {
            put(root, data, output.resolve("output.tar.gz"));
        }
        return model.toString();
    }

    private void put(ContainerRoot root, Path directory, S3Location target) throws ContainerFailure, IOException {
        Path archive = Files.createTempFile(root.directory(), "upload", ".tar.gz");
        try {
            ModelArchive.pack(Files.createDirectories(directory), archive);
            PutObjectRequest.Builder request =
                    PutObjectRequest.builder().bucket(target.bucket()).key(target.key());
            if (config.kmsKeyId() != null && !config.kmsKeyId().isEmpty()) {
                request.serverSideEncryption(ServerSideEncryption.AWS_KMS).ssekmsKeyId(config.kmsKeyId());
            }
            s3.putObject(request.build(), RequestBody.fromFile(archive));
        } catch (AwsServiceException e) {
            throw new ContainerFailure(
                    "ClientError: Artifact upload failed:" + ErrorCodes.message(e) + " (" + target + ")", e);
        } catch (IOException e) {
            throw new ContainerFailure("ClientError: Artifact upload failed:" + e.getMessage(), e);
        } finally {
            Files.deleteIfExists(archive);
        }
    }
}
