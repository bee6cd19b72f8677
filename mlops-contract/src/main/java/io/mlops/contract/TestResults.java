package io.mlops.contract;

import java.util.List;
import java.util.Map;

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
        String reason)
        implements Contract {
    /** The schema that this version writes and reads. */
    public static final String SCHEMA = "mlops.test-results/1";

    /** Copies the collections. */
    public TestResults {
        metrics = Copies.of(metrics);
        checks = Copies.of(checks);
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
