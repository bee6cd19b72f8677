package io.mlops.local.iam;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The table of permissions held to the operations that are served. */
class PermissionTableTest {
    private static final Path TABLE = Path.of("src/main/resources/io/mlops/local/iam/permissions.txt");
    private static final Path OPERATIONS = Path.of("src/facts/operations.txt");

    /** Actions for which the service authorization reference names no resource, so that they are asked on {@code *}. */
    private static final Set<String> ON_EVERYTHING = Set.of(
            "codepipeline ListPipelines",
            "codepipeline PutJobSuccessResult",
            "codepipeline PutJobFailureResult",
            "codepipeline GetJobDetails",
            "codebuild ListProjects",
            "codebuild ListBuilds",
            "codebuild ListReportGroups",
            "codebuild ListReports",
            "sagemaker ListModelPackageGroups",
            "sagemaker ListTrainingJobs",
            "sagemaker ListModels",
            "sagemaker ListEndpointConfigs",
            "sagemaker ListEndpoints",
            "lambda ListFunctions",
            "cloudwatch GetMetricData",
            "cloudwatch GetMetricStatistics",
            "cloudwatch ListMetrics",
            "application-autoscaling DescribeScalableTargets",
            "application-autoscaling DescribeScalingPolicies",
            "secretsmanager GetRandomPassword");

    @Test
    void everyOperationHasItsResourceOrHasNone() throws IOException {
        Set<String> asked = new HashSet<>(ON_EVERYTHING);
        Files.readAllLines(TABLE).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split(" ", 3))
                .forEach(words -> asked.add(words[0] + " " + words[1]));
        List<String> missing = new ArrayList<>();
        for (String line : Files.readAllLines(OPERATIONS)) {
            String[] parts = line.split(": ", 2);
            for (String operation : parts[1].split(" ", -1)) {
                if (!asked.contains(parts[0] + " " + operation)) {
                    missing.add(parts[0] + " " + operation);
                }
            }
        }

        assertThat(missing).isEmpty();
    }
}
