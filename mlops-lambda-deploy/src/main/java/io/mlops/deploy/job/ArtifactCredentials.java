package io.mlops.deploy.job;

/**
 * The job's own session credentials for the artifact bucket. Never printed.
 *
 * @param accessKeyId the access key's id
 * @param secretAccessKey the secret
 * @param sessionToken the session's token
 */
public record ArtifactCredentials(String accessKeyId, String secretAccessKey, String sessionToken) {
    /** Hides everything. */
    @Override
    public String toString() {
        return "ArtifactCredentials[***]";
    }
}
