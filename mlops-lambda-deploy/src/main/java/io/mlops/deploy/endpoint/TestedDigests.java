package io.mlops.deploy.endpoint;

import io.mlops.contract.PackageMetadata;
import io.mlops.contract.TestResults;
import io.mlops.deploy.job.JobFailedException;
import java.net.URI;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.codepipeline.model.FailureType;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelPackageResponse;
import software.amazon.awssdk.services.sagemaker.model.ModelPackageContainerDefinition;

/**
 * Holds a package to what was tested: artifact, the package's customer metadata, the package itself, and the model data's
 * object in S3 must name the same digests. What the test did not note is not compared.
 */
final class TestedDigests {
    private static final String ETAG = "etag:";

    private final Supplier<S3Client> s3;

    TestedDigests(Supplier<S3Client> s3) {
        this.s3 = s3;
    }

    void require(TestResults results, DescribeModelPackageResponse described) {
        Map<String, String> metadata = described.customerMetadataProperties();
        String arn = described.modelPackageArn();
        requireSame(arn, PackageMetadata.IMAGE_DIGEST, results.imageDigest(), metadata);
        requireSame(arn, PackageMetadata.MODEL_DATA_DIGEST, results.modelDataDigest(), metadata);
        if (described.inferenceSpecification() == null
                || described.inferenceSpecification().containers().isEmpty()) {
            return;
        }
        ModelPackageContainerDefinition container =
                described.inferenceSpecification().containers().get(0);
        requireImage(results.imageDigest(), container.imageDigest(), "the model package " + arn);
        String data = results.modelDataDigest();
        if (data != null && data.startsWith(ETAG) && container.modelDataUrl() != null) {
            requireData(data.substring(ETAG.length()), container.modelDataUrl());
        }
    }

    /** Refuses an endpoint whose image is not the tested one: a tag may have moved since. */
    static void requireDeployed(TestResults results, DescribeEndpointResponse endpoint) {
        endpoint.productionVariants().stream()
                .flatMap(variant -> variant.deployedImages().stream())
                .map(image -> String.valueOf(image.resolvedImage()))
                .filter(image -> image.contains("@"))
                .forEach(image -> requireImage(
                        results.imageDigest(),
                        image.substring(image.indexOf('@') + 1),
                        "the endpoint " + endpoint.endpointName()));
    }

    private static void requireSame(String arn, String key, @Nullable String tested, Map<String, String> metadata) {
        String registered = metadata.get(key);
        if (tested == null && registered == null) {
            return;
        }
        if (tested == null || !tested.equalsIgnoreCase(registered)) {
            throw notTested("customer metadata " + key + " of model package " + arn + ": got " + shown(registered)
                    + "; accepted is " + shown(tested) + ", as test_results.json says");
        }
    }

    private static void requireImage(@Nullable String tested, @Nullable String found, String where) {
        if (tested != null && found != null && !tested.equalsIgnoreCase(found)) {
            throw notTested("image of " + where + ": got " + found + "; accepted is " + tested + ", which was tested");
        }
    }

    private void requireData(String tested, String url) {
        URI uri = URI.create(url);
        if (!"s3".equals(uri.getScheme())) {
            return;
        }
        String found;
        try {
            found = s3.get()
                    .headObject(head ->
                            head.bucket(uri.getAuthority()).key(uri.getPath().substring(1)))
                    .eTag()
                    .replace("\"", "");
        } catch (S3Exception e) {
            if (e.isThrottlingException() || e.statusCode() >= 500) {
                throw e;
            }
            throw new JobFailedException(
                    e.statusCode() == 403 ? FailureType.PERMISSION_ERROR : FailureType.REVISION_UNAVAILABLE,
                    "model data " + url + " cannot be looked at (HTTP " + e.statusCode()
                            + "); the function's role needs s3:GetObject on it, and the object must be there");
        }
        if (!tested.equals(found)) {
            throw notTested("model data " + url + ": got ETag " + found + "; accepted is " + tested
                    + ", which was tested: the object was overwritten");
        }
    }

    private static JobFailedException notTested(String what) {
        return new JobFailedException(FailureType.JOB_FAILED, what + "; run the Test stage again");
    }

    private static String shown(@Nullable String digest) {
        return digest == null ? "none" : digest;
    }
}
