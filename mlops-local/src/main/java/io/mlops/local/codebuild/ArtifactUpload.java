package io.mlops.local.codebuild;

import io.mlops.local.call.ErrorCodes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.codebuild.model.BuildArtifacts;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** Sends a build's artifacts to S3, as zips or file by file, under the project's role. */
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
     * Finds what the buildspec says of an output: the primary artifact is an output's without identifier, or that of the
     * only one; the others are the secondary ones of their names.
     */
    static Optional<Buildspec.Artifacts> of(Buildspec buildspec, BuildOutput output, int outputs) {
        boolean primary = output.identifier().isEmpty()
                || (outputs == 1 && buildspec.artifacts().isPresent());
        return primary
                ? buildspec.artifacts()
                : Optional.ofNullable(buildspec.secondaryArtifacts().get(output.identifier()));
    }

    /**
     * Sends all artifacts.
     *
     * @param buildspec names the files
     * @param outputs where they go
     * @return what was sent where, in the order of the outputs
     * @throws BuildspecException naming what is missing or could not be sent
     */
    List<BuildArtifacts> send(Buildspec buildspec, List<BuildOutput> outputs) {
        List<BuildArtifacts> sent = new ArrayList<>();
        for (BuildOutput output : outputs) {
            Optional<Buildspec.Artifacts> artifacts = of(buildspec, output, outputs.size());
            if (artifacts.isPresent()) {
                sent.add(send(artifacts.get(), output));
            } else if (output.identifier().isEmpty() || outputs.size() == 1) {
                log.note("The buildspec has no artifacts: nothing is uploaded");
                sent.add(described(output).build());
            } else {
                throw new BuildspecException("no artifact files found for artifact identifier " + output.identifier()
                        + ": artifacts.secondary-artifacts." + output.identifier() + " is needed in the buildspec");
            }
        }
        return sent;
    }

    /** Describes an output as a build's artifact. */
    static BuildArtifacts.Builder described(BuildOutput output) {
        return BuildArtifacts.builder()
                .location(output.arn())
                .artifactIdentifier(output.identifier().isEmpty() ? null : output.identifier());
    }

    private BuildArtifacts send(Buildspec.Artifacts artifacts, BuildOutput output) {
        try {
            Map<String, Path> files = ArtifactFiles.find(folder.source(), artifacts, log);
            if (output.isZip()) {
                return sendZip(files, output);
            }
            String folderKey = output.key().isEmpty() ? "" : output.key() + "/";
            files.forEach((name, file) -> put(output, folderKey + name, file, null));
            return described(output).build();
        } catch (AwsServiceException e) {
            throw new BuildspecException("error while uploading " + output.arn() + ", error: " + ErrorCodes.of(e) + ": "
                    + ErrorCodes.message(e));
        } catch (IOException e) {
            throw new BuildspecException("error while packing " + output.arn() + ": " + e.getMessage());
        }
    }

    private BuildArtifacts sendZip(Map<String, Path> files, BuildOutput output) throws IOException {
        Path zip = folder.zip("artifact");
        ArtifactPacking.pack(files, zip);
        put(output, output.key(), zip, "application/zip");
        BuildArtifacts sent = described(output)
                .sha256sum(digest("SHA-256", zip))
                .md5sum(digest("MD5", zip))
                .build();
        Files.deleteIfExists(zip);
        return sent;
    }

    private void put(BuildOutput output, String key, Path file, @Nullable String contentType) {
        PutObjectRequest.Builder request =
                PutObjectRequest.builder().bucket(output.bucket()).key(key).contentType(contentType);
        output.encryptionKey()
                .ifPresent(kmsKey -> request.serverSideEncryption(ServerSideEncryption.AWS_KMS)
                        .ssekmsKeyId(kmsKey));
        s3.putObject(request.build(), RequestBody.fromFile(file));
    }

    private static String digest(String algorithm, Path file) throws IOException {
        try (InputStream stream = Files.newInputStream(file);
                DigestInputStream digest = new DigestInputStream(stream, MessageDigest.getInstance(algorithm))) {
            digest.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
