package io.mlops.deploy.job;

/**
 * Where an input artifact's zip lies.
 *
 * @param bucketName the bucket
 * @param objectKey the key
 */
public record ArtifactLocation(String bucketName, String objectKey) {}
