package io.mlops.local.codebuild;

import io.mlops.local.call.ErrorCodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

/** Brings a build's sources from S3, under the project's role. */
final class SourceDownload {
    private final S3Client s3;
    private final BuildFolder folder;

    SourceDownload(S3Client s3, BuildFolder folder) {
        this.s3 = s3;
        this.folder = folder;
    }

    /** Why a source could not be had. */
    static final class SourceException extends Exception {
        private static final long serialVersionUID = 1L;

        SourceException(String message) {
            super(message);
        }
    }

    /** Downloads and unpacks all sources; the first becomes the source directory. */
    void fetch(BuildPlan plan) throws SourceException {
        for (int i = 0; i < plan.sources().size(); i++) {
            S3Place source = plan.sources().get(i);
            Path zip = folder.zip("source-" + i);
            try {
                download(source, zip);
                SourceZip.unpack(zip, i == 0 ? folder.source() : folder.secondary(i));
                Files.deleteIfExists(zip);
            } catch (AwsServiceException e) {
                throw new SourceException("error while downloading key " + source.key() + ", error: " + ErrorCodes.of(e)
                        + ": " + ErrorCodes.message(e));
            } catch (IOException e) {
                throw new SourceException("error while unpacking " + source.arn() + ": " + e.getMessage());
            }
        }
    }

    private void download(S3Place source, Path zip) {
        GetObjectRequest request = GetObjectRequest.builder()
                .bucket(source.bucket())
                .key(source.key())
                .build();
        s3.getObject(request, (response, stream) -> {
            Files.copy(stream, zip, StandardCopyOption.REPLACE_EXISTING);
            return response;
        });
    }

    /** Gives the buildspec's text. */
    String buildspec(BuildPlan plan) {
        if (plan.isInline()) {
            return plan.buildspec();
        }
        Path file = folder.source().resolve(plan.buildspec()).normalize();
        if (!file.startsWith(folder.source()) || !Files.isRegularFile(file)) {
            throw new BuildspecException("stat " + file + ": no such file or directory");
        }
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new BuildspecException("read " + file + ": " + e.getMessage());
        }
    }
}
