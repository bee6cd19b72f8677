package io.mlops.modeltest.report;

import io.mlops.contract.TestResults;
import io.mlops.contract.TestResults.Check;
import java.util.Locale;

/** The verdict as people read it at the end of a build's log. */
public final class VerdictTable {
    private VerdictTable() {}

    /**
     * Writes the table: a line for each check with what was measured, then the verdict.
     *
     * @param results the verdict
     * @return the lines, each with its end
     */
    public static String of(TestResults results) {
        int width = results.checks().stream()
                .mapToInt(check -> check.name().length())
                .max()
                .orElse(0);
        StringBuilder table = new StringBuilder("\n");
        for (Check check : results.checks()) {
            table.append(String.format(
                    Locale.ROOT,
                    "  %-6s  %-" + Math.max(1, width) + "s  %s%n",
                    check.passed() ? "passed" : "FAILED",
                    check.name(),
                    check.measured()));
        }
        return table.append("\n")
                .append(results.status())
                .append(" ")
                .append(results.modelPackageArn())
                .append("\n")
                .toString();
    }
}
