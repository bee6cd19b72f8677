package io.mlops.modeltest.gate;

import io.mlops.contract.ModelPackageArn;
import io.mlops.contract.TestResults;
import io.mlops.contract.TestResults.Check;
import io.mlops.contract.TestResults.Status;
import io.mlops.modeltest.check.Findings;
import java.time.Instant;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Turns findings into the verdict: passed when there are checks and every one passed. */
public final class Verdict {
    private Verdict() {}

    /**
     * Judges a model package.
     *
     * @param findings what the checks found
     * @param arn the package
     * @param execution the pipeline execution's id
     * @param finishedAt when the checks ended
     * @return the results, with the reason in one sentence
     */
    public static TestResults of(Findings findings, ModelPackageArn arn, String execution, Instant finishedAt) {
        boolean passed =
                !findings.checks().isEmpty() && findings.checks().stream().allMatch(Check::passed);
        return new TestResults(
                TestResults.SCHEMA,
                passed ? Status.PASSED : Status.FAILED,
                arn.toString(),
                execution,
                finishedAt.toString(),
                findings.rows(),
                findings.metrics(),
                findings.checks(),
                passed
                        ? "passed on " + findings.rows() + " rows: " + listed(findings, check -> true)
                        : "failed on " + findings.rows() + " rows: " + listed(findings, check -> !check.passed()));
    }

    private static String listed(Findings findings, Predicate<Check> wanted) {
        return findings.checks().stream()
                .filter(wanted)
                .map(check -> check.name() + " (measured: " + check.measured() + ")")
                .collect(Collectors.joining("; "));
    }
}
