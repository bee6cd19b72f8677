package io.mlops.local.codebuild;

import io.mlops.local.call.ErrorCodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** Sends a build's artifacts to S3 as zips, under the project's role. */
final class ArtifactUpload {
    private final S3Client s3;
    private final BuildFolder folder;
    private final BuildLog log;

    ArtifactUpload(S3Client s3, BuildFolder folder, BuildLog log) {
        this.s3 = s3;
        this.folder = folder;
        this.log = log;
    }

    /**
     * Sends all artifacts.
     *
     * @param buildspec names the files
     * @param outputs where they go; a single one takes the primary artifact, several take the secondary ones of their
     *     names
     * @throws BuildspecException naming what is missing or could not be sent
     */
    void send(Buildspec buildspec, List<S3Place> outputs) {
        for (S3Place output : outputs) {
            Buildspec.Artifacts artifacts =
                    outputs.size() == 1 && buildspec.artifacts().isPresent()
                            ? buildspec.artifacts().get()
                            : buildspec.secondaryArtifacts().get(output.name());
            if (artifacts != null) {
                send(artifacts, output);
            } else if (outputs.size() > 1) {
                throw new BuildspecException("no artifact files found for artifact identifier " + output.name()
                        + ": artifacts.secondary-artifacts." + output.name() + " is needed in the buildspec");
            } else {
                log.note("The buildspec has no artifacts: nothing is uploaded");
            }
        }
    }

    private void send(Buildspec.Artifacts artifacts, S3Place output) {
        Path zip = folder.zip("artifact");
        try {
            Map<String, Path> files = ArtifactFiles.find(folder.source(), artifacts, log);
            ArtifactPacking.pack(files, zip);
            PutObjectRequest.Builder request = PutObjectRequest.builder()
                    .bucket(output.bucket())
                    .key(output.key())
                    .contentType("application/zip");
            output.encryptionKey()
                    .ifPresent(key -> request.serverSideEncryption(ServerSideEncryption.AWS_KMS)
                            .ssekmsKeyId(key));
            s3.putObject(request.build(), RequestBody.fromFile(zip));
            Files.deleteIfExists(zip);
        } catch (AwsServiceException e) {
            throw new BuildspecException("error while uploading " + output.arn() + ", error: " + ErrorCodes.of(e) + ": "
                    + ErrorCodes.message(e));
        } catch (IOException e) {
            throw new BuildspecException("error while packing " + output.arn() + ": " + e.getMessage());
        }
    }
}
