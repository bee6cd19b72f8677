package io.mlops.contract;

/**
 * Keys of a model package's {@code CustomerMetadataProperties} by which the deploy step knows that it deploys what was
 * tested. The harness writes them with {@code UpdateModelPackage}, which the train role is denied; the values are those of
 * {@link TestResults}.
 */
public final class PackageMetadata {
    /** {@link TestResults#imageDigest}. */
    public static final String IMAGE_DIGEST = "mlops:tested-image-digest";
    /** {@link TestResults#modelDataDigest}. */
    public static final String MODEL_DATA_DIGEST = "mlops:tested-model-data-digest";

    private PackageMetadata() {}
}
