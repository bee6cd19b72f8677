package io.mlops.deploy.artifact;

import io.mlops.deploy.job.ArtifactCredentials;
import io.mlops.deploy.job.ArtifactLocation;
import io.mlops.deploy.job.CodePipelineJob;
import io.mlops.deploy.job.JobFailedException;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.codepipeline.model.FailureType;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Reads files of a job's input artifacts with the job's own credentials: the function's role needs no S3 permission. */
public final class ArtifactReader implements AutoCloseable {
    private final CodePipelineJob job;
    private final S3Client s3;

    /**
     * Opens a job's artifacts.
     *
     * @param job the job
     * @param clients makes an S3 client for credentials
     * @throws JobFailedException if the job brings no credentials
     */
    public ArtifactReader(CodePipelineJob job, Function<ArtifactCredentials, S3Client> clients) {
        this.job = job;
        this.s3 = clients.apply(job.credentials()
                .orElseThrow(() -> new JobFailedException(
                        FailureType.CONFIGURATION_ERROR,
                        "job: got no artifactCredentials; the action needs input artifacts")));
    }

    /**
     * Reads files of one artifact.
     *
     * @param artifact the artifact's name
     * @param names the files' paths in it
     * @return the files' texts by path, all of them
     * @throws JobFailedException if the artifact is no input of the action, is not readable, or lacks a file
     */
    public Map<String, String> read(String artifact, Set<String> names) {
        ArtifactLocation location = job.inputArtifacts().get(artifact);
        if (location == null) {
            throw new JobFailedException(
                    FailureType.CONFIGURATION_ERROR,
                    "input artifacts: got " + job.inputArtifacts().keySet() + "; accepted are those with " + artifact
                            + "; add it to the action's inputs");
        }
        return ArtifactZip.read(artifact, download(artifact, location), names);
    }

    @Override
    public void close() {
        s3.close();
    }

    private byte[] download(String artifact, ArtifactLocation location) {
        try (ResponseInputStream<GetObjectResponse> object =
                s3.getObject(get -> get.bucket(location.bucketName()).key(location.objectKey()))) {
            byte[] zip = object.readNBytes(ArtifactZip.MOST_BYTES + 1);
            if (zip.length > ArtifactZip.MOST_BYTES) {
                object.abort();
                throw new JobFailedException(
                        FailureType.CONFIGURATION_ERROR,
                        "artifact " + artifact + " is larger than " + ArtifactZip.MOST_BYTES + " bytes");
            }
            return zip;
        } catch (S3Exception e) {
            throw new JobFailedException(
                    type(e),
                    "artifact " + artifact + " at s3://" + location.bucketName() + "/" + location.objectKey()
                            + " is not readable: " + e.getMessage());
        } catch (IOException e) {
            throw new JobFailedException(
                    FailureType.SYSTEM_UNAVAILABLE,
                    "artifact " + artifact + " broke off while it was read: " + e.getMessage());
        }
    }

    private static FailureType type(S3Exception e) {
        if (e.isThrottlingException() || e.statusCode() >= 500) {
            return FailureType.SYSTEM_UNAVAILABLE;
        }
        return e.statusCode() == 403 ? FailureType.PERMISSION_ERROR : FailureType.REVISION_UNAVAILABLE;
    }
}
