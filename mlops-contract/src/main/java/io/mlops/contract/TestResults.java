package io.mlops.contract;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The harness's verdict on one model package: {@code test_results.json}.
 *
 * @param schema {@value #SCHEMA}
 * @param status the verdict
 * @param modelPackageArn the package that was judged
 * @param execution the pipeline execution's id
 * @param finishedAt when, ISO-8601 in UTC
 * @param rows how many labelled rows were predicted
 * @param metrics what was measured, by name, as {@code roc_auc}
 * @param checks each check with its bound and what was measured
 * @param reason one sentence for people; on rejection it becomes the package's approval description
 * @param imageDigest the digest of the image that answered, {@code sha256:} and 64 hex digits; absent where SageMaker did
 *     not tell it. The same text stands in the package under {@link PackageMetadata#IMAGE_DIGEST}
 * @param modelDataDigest the tested model archive's ETag in S3, {@code etag:} and the ETag without quotes; absent where the
 *     harness does not look. The same text stands in the package under {@link PackageMetadata#MODEL_DATA_DIGEST}
 */
public record TestResults(
        String schema,
        Status status,
        String modelPackageArn,
        String execution,
        String finishedAt,
        int rows,
        Map<String, Double> metrics,
        List<Check> checks,
        String reason,
        @Nullable String imageDigest,
        @Nullable String modelDataDigest)
        implements Contract {
    /** The schema that this version writes and reads. */
    public static final String SCHEMA = "mlops.test-results/1";

    /** Copies the collections. */
    public TestResults {
        metrics = Copies.of(metrics);
        checks = Copies.of(checks);
    }

    /**
     * Makes results without digests.
     *
     * @param schema {@value #SCHEMA}
     * @param status the verdict
     * @param modelPackageArn the package that was judged
     * @param execution the pipeline execution's id
     * @param finishedAt when, ISO-8601 in UTC
     * @param rows how many labelled rows were predicted
     * @param metrics what was measured, by name
     * @param checks each check with its bound and what was measured
     * @param reason one sentence for people
     */
    public TestResults(
            String schema,
            Status status,
            String modelPackageArn,
            String execution,
            String finishedAt,
            int rows,
            Map<String, Double> metrics,
            List<Check> checks,
            String reason) {
        this(schema, status, modelPackageArn, execution, finishedAt, rows, metrics, checks, reason, null, null);
    }

    /** The verdict. */
    public enum Status {
        /** Every check passed. */
        PASSED,
        /** At least one check failed. */
        FAILED
    }

    /**
     * One check.
     *
     * @param name the check's name, as {@code roc_auc at least 0.8}
     * @param measured what was measured, for people
     * @param passed whether it passed
     */
    public record Check(String name, String measured, boolean passed) {}
}
