package io.mlops.local.codebuild;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.codebuild.model.ArtifactNamespace;
import software.amazon.awssdk.services.codebuild.model.ArtifactPackaging;
import software.amazon.awssdk.services.codebuild.model.ProjectArtifacts;

/**
 * Where an artifact goes.
 *
 * @param identifier the artifact's identifier; of a project's primary one, empty
 * @param bucket the bucket
 * @param prefix what comes before the name, with its slash; may be empty
 * @param name the name of the zip, or of the folder
 * @param isZip whether the files go as one zip
 * @param isNamedByBuildspec whether the buildspec's name, if it has one, is taken
 * @param encryptionKey the KMS key that it is encrypted with; empty for the bucket's default
 */
record BuildOutput(
        String identifier,
        String bucket,
        String prefix,
        String name,
        boolean isZip,
        boolean isNamedByBuildspec,
        Optional<String> encryptionKey) {
    /** An artifact of CodePipeline's: a zip at the place that it says. */
    static BuildOutput of(S3Place place) {
        return new BuildOutput(place.name(), place.bucket(), "", place.key(), true, false, place.encryptionKey());
    }

    /** An artifact of a project's, of type S3 (API reference of {@code ProjectArtifacts}, members path and name). */
    static BuildOutput of(ProjectArtifacts artifacts, String project, String uuid, @Nullable String encryptionKey) {
        String path = trimmed(artifacts.path());
        String namespace = artifacts.namespaceType() == ArtifactNamespace.BUILD_ID ? uuid + "/" : "";
        return new BuildOutput(
                artifacts.artifactIdentifier() == null ? "" : artifacts.artifactIdentifier(),
                artifacts.location().replaceFirst("^arn:aws:s3:::", ""),
                (path.isEmpty() ? "" : path + "/") + namespace,
                artifacts.name() == null ? project : artifacts.name(),
                artifacts.packaging() == ArtifactPackaging.ZIP,
                Boolean.TRUE.equals(artifacts.overrideArtifactName()),
                Optional.ofNullable(encryptionKey).filter(key -> !Boolean.TRUE.equals(artifacts.encryptionDisabled())));
    }

    BuildOutput named(String given) {
        return new BuildOutput(identifier, bucket, prefix, given, isZip, isNamedByBuildspec, encryptionKey);
    }

    /** Writes the key of the zip, or of the folder; a name of {@code /} or {@code .} is the folder above. */
    String key() {
        String last = trimmed(name);
        return last.isEmpty() || last.equals(".") ? trimmed(prefix) : prefix + last;
    }

    String arn() {
        return "arn:aws:s3:::" + bucket + (key().isEmpty() ? "" : "/" + key());
    }

    private static String trimmed(@Nullable String path) {
        return path == null ? "" : path.replaceAll("^/+|/+$", "");
    }
}
