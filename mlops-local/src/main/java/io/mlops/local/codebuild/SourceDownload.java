package io.mlops.local.codebuild;

import io.mlops.local.call.ErrorCodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
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

    /** Downloads and unpacks all sources; the primary one becomes the source directory. */
    void fetch(BuildPlan plan) throws SourceException {
        for (int i = 0; i < plan.sources().size(); i++) {
            BuildPlan.Source source = plan.sources().get(i);
            Path zip = folder.zip("source-" + i);
            download(source.place(), source.version(), zip);
            try {
                SourceZip.unpack(zip, folder.source(plan, i));
                Files.deleteIfExists(zip);
            } catch (IOException e) {
                throw new SourceException(
                        "error while unpacking " + source.place().arn() + ": " + e.getMessage());
            }
        }
    }

    private void download(S3Place place, Optional<String> version, Path file) throws SourceException {
        GetObjectRequest request = GetObjectRequest.builder()
                .bucket(place.bucket())
                .key(place.key())
                .versionId(version.orElse(null))
                .build();
        try {
            s3.getObject(request, (response, stream) -> {
                Files.copy(stream, file, StandardCopyOption.REPLACE_EXISTING);
                return response;
            });
        } catch (AwsServiceException e) {
            throw new SourceException("error while downloading key " + place.key() + ", error: " + ErrorCodes.of(e)
                    + ": " + ErrorCodes.message(e));
        }
    }

    /** Gives the buildspec's text: itself, or that of a file in S3 or in the primary source. */
    String buildspec(BuildPlan plan) throws SourceException {
        if (BuildPlan.isInline(plan.buildspec())) {
            return plan.buildspec();
        }
        Path file = folder.source().resolve(plan.buildspec()).normalize();
        if (plan.buildspec().startsWith("arn:")) {
            S3Place place = S3Place.parse("", plan.buildspec())
                    .orElseThrow(() -> new BuildspecException("invalid buildspec ARN: " + plan.buildspec()));
            file = folder.root().resolve("buildspec.yml");
            download(place, Optional.empty(), file);
        } else if (!file.startsWith(folder.source()) || !Files.isRegularFile(file)) {
            throw new BuildspecException("stat " + file + ": no such file or directory");
        }
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new BuildspecException("read " + file + ": " + e.getMessage());
        }
    }
}
