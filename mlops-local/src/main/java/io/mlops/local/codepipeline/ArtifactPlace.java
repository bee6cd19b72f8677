package io.mlops.local.codepipeline;

import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.model.ArtifactDetail;

/**
 * An artifact's zip in the artifact store.
 *
 * @param name the artifact's name
 * @param bucket the bucket
 * @param key the key
 * @param revision what it was made from, as an S3 object's version id; empty where nothing is known
 */
record ArtifactPlace(String name, String bucket, String key, Optional<String> revision) {
    ArtifactPlace of(Optional<String> made) {
        return new ArtifactPlace(name, bucket, key, made);
    }

    ArtifactDetail detail() {
        return ArtifactDetail.builder()
                .name(name)
                .s3location(s3 -> s3.bucket(bucket).key(key))
                .build();
    }

    String arn() {
        return "arn:aws:s3:::" + bucket + "/" + key;
    }
}
