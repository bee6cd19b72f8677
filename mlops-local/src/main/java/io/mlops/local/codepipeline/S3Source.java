package io.mlops.local.codepipeline;

import io.mlops.local.account.Credentials.AccessKey;
import io.mlops.local.codepipeline.ActionRun.Progress;
import io.mlops.local.codepipeline.ActionRun.Success;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.codepipeline.model.ActionRevision;
import software.amazon.awssdk.services.codepipeline.model.ArtifactRevision;
import software.amazon.awssdk.services.codepipeline.model.SourceRevision;
import software.amazon.awssdk.services.codepipeline.model.SourceRevisionType;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** Takes the newest version of a zip from a versioned bucket into the artifact store. */
final class S3Source implements ActionWork {
    private final ActionContext context;
    private final String bucket;
    private final String key;

    S3Source(ActionContext context) {
        this.context = context;
        this.bucket = context.required("S3Bucket");
        this.key = override(SourceRevisionType.S3_OBJECT_KEY).orElseGet(() -> context.required("S3ObjectKey"));
    }

    private Optional<String> override(SourceRevisionType type) {
        return RevisionOverrides.of(
                context.run().execution(), context.run().action().name(), type);
    }

    @Override
    public void start() {
        context.session().ifPresent(this::take);
    }

    private void take(AccessKey session) {
        S3Client s3 = context.cloud()
                .client(S3Client.class, session.caller(), context.scope().region());
        try {
            if (s3.getBucketVersioning(r -> r.bucket(bucket)).status() != BucketVersioningStatus.ENABLED) {
                context.fail(
                        "ConfigurationError",
                        "Amazon S3 bucket " + bucket + " is not versioned: versioning must be enabled on the bucket of"
                                + " an Amazon S3 source action");
                return;
            }
            copied(s3);
        } catch (NoSuchKeyException e) {
            context.fail(
                    "ConfigurationError",
                    "The source object " + key + " was not found in the Amazon S3 bucket " + bucket);
        } catch (S3Exception e) {
            boolean denied = e.statusCode() == 403;
            context.fail(
                    denied ? "PermissionError" : "ConfigurationError",
                    (denied ? "Insufficient permissions: the service role cannot read " : "The source cannot be read: ")
                            + "arn:aws:s3:::" + bucket + "/" + key + ": " + ActionWork.shown("Amazon S3", e));
        } catch (AwsServiceException e) {
            context.fail("PermissionError", ActionWork.shown("Amazon S3", e));
        }
    }

    private void copied(S3Client s3) {
        Path file = context.cloud()
                .settings()
                .directory()
                .resolve("sources")
                .resolve(context.run().id() + ".zip");
        try {
            Files.createDirectories(file.getParent());
            GetObjectResponse source = s3.getObject(
                    GetObjectRequest.builder()
                            .bucket(bucket)
                            .key(key)
                            .versionId(override(SourceRevisionType.S3_OBJECT_VERSION_ID)
                                    .orElse(null))
                            .build(),
                    (response, stream) -> {
                        Files.copy(stream, file, StandardCopyOption.REPLACE_EXISTING);
                        return response;
                    });
            ArtifactPlace output = context.run().outputs().get(0);
            PutObjectRequest.Builder request =
                    PutObjectRequest.builder().bucket(output.bucket()).key(output.key());
            context.encryptionKey()
                    .ifPresent(encryption -> request.serverSideEncryption(ServerSideEncryption.AWS_KMS)
                            .ssekmsKeyId(encryption.id()));
            s3.putObject(request.build(), RequestBody.fromFile(file));
            found(source, output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            delete(file);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void found(GetObjectResponse source, ArtifactPlace output) {
        String version = String.valueOf(source.versionId());
        String summary = source.metadata()
                .getOrDefault("codepipeline-artifact-revision-summary", "Amazon S3 version id: " + version);
        String url = "https://console.aws.amazon.com/s3/object/" + bucket + "?region="
                + context.scope().region() + "&prefix=" + key;
        Instant now = context.cloud().scheduler().now();
        context.flow().change(context.run(), run -> {
            run.revised(ActionRevision.builder()
                    .revisionId(version)
                    .revisionChangeId(source.eTag())
                    .created(source.lastModified() == null ? now : source.lastModified())
                    .build());
            run.execution()
                    .sourceRevisions()
                    .put(
                            run.action().name(),
                            SourceRevision.builder()
                                    .actionName(run.action().name())
                                    .revisionId(version)
                                    .revisionSummary(summary)
                                    .revisionUrl(url)
                                    .build());
            run.execution()
                    .artifactRevisions()
                    .put(
                            output.name(),
                            ArtifactRevision.builder()
                                    .name(output.name())
                                    .revisionId(version)
                                    .revisionChangeIdentifier(source.eTag())
                                    .revisionSummary(summary)
                                    .revisionUrl(url)
                                    .created(source.lastModified())
                                    .build());
        });
        Progress progress =
                new Progress(Optional.of(version), Optional.of(url), Optional.of(summary), Optional.empty());
        context.flow()
                .succeeded(
                        context.run(),
                        new Success(
                                Map.of(
                                        "BucketName",
                                        bucket,
                                        "ObjectKey",
                                        key,
                                        "VersionId",
                                        version,
                                        "ETag",
                                        String.valueOf(source.eTag())),
                                Optional.of(version),
                                progress));
    }
}
