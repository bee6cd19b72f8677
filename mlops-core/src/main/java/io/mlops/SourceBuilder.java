package io.mlops;

import io.mlops.spec.S3Source;
import io.mlops.spec.Source;
import java.util.Objects;

/** Describes where the team's source zip comes from. */
public final class SourceBuilder {
    private String key = "";

    SourceBuilder() {}

    /**
     * Takes a zip from the pipeline's own bucket.
     *
     * @param key the object's key, ending in {@code .zip}
     * @return this builder
     */
    public SourceBuilder s3(String key) {
        this.key = Objects.requireNonNull(key, "key");
        return this;
    }

    Source build() {
        return new S3Source(key);
    }
}
