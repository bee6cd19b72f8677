package io.mlops.contract;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the harness needs to judge a model package on a temporary endpoint: {@code test.json}.
 *
 * @param schema {@value #SCHEMA}
 * @param pipeline the pipeline's name
 * @param endpointPrefix what the names of the temporary model, endpoint config and endpoint start with; at most 40
 *     characters, the test role is limited to it
 * @param roleArn the serving role that the temporary model runs under
 * @param instanceType an ML instance type, as {@code ml.m5.large}
 * @param suite the suite file's path in {@code SourceOutput}
 * @param thresholds the least value of a metric that passes, by the metric's name, as {@code roc_auc}; they add to the
 *     suite's own
 * @param reportsS3Uri the prefix under which the reports of each execution are kept
 * @param modelPackageGroup the group, in which the champion is looked for
 * @param vpc the temporary model's network; absent for SageMaker's own
 * @param networkIsolation whether its container has no network
 * @param approve whether the harness approves a package that passed; a package that failed is rejected either way
 * @param tags what everything made by the harness is tagged with
 */
public record TestSettings(
        String schema,
        String pipeline,
        String endpointPrefix,
        String roleArn,
        String instanceType,
        String suite,
        Map<String, Double> thresholds,
        String reportsS3Uri,
        String modelPackageGroup,
        @Nullable Vpc vpc,
        boolean networkIsolation,
        boolean approve,
        Map<String, String> tags)
        implements Contract {
    /** The schema that this version writes and reads. */
    public static final String SCHEMA = "mlops.test-settings/1";

    /** Copies the collections. */
    public TestSettings {
        thresholds = Copies.of(thresholds);
        tags = Copies.of(tags);
    }
}
