package io.mlops.modeltest.check;

import io.mlops.contract.TestResults;
import io.mlops.modeltest.endpoint.ModelAnswers;
import io.mlops.modeltest.suite.LabelledRows;
import io.mlops.modeltest.suite.Metric;
import io.mlops.modeltest.suite.Suite;
import io.mlops.modeltest.suite.Threshold;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs a suite's checks against a model. A wrong answer fails a check; only an endpoint that is away is an exception. */
public final class Checks {
    private static final String CSV = "answers CSV with a score for each row";
    private static final String JSON = "answers JSON as it answers CSV";
    private static final int JSON_ROWS = 10;
    /** CSV may be printed with fewer digits. */
    private static final double TOLERANCE = 1e-6;

    private static final MathContext SHOWN = new MathContext(6);

    private final ModelAnswers answers;

    /**
     * Makes the checks.
     *
     * @param answers the model
     */
    public Checks(ModelAnswers answers) {
        this.answers = answers;
    }

    /**
     * Runs the checks.
     *
     * @param rows the labelled rows
     * @param suite the bounds
     * @return what was found
     * @throws software.amazon.awssdk.core.exception.SdkException if the endpoint could not be asked
     */
    public Findings run(LabelledRows rows, Suite suite) {
        List<TestResults.Check> checks = new ArrayList<>();
        Map<String, Double> metrics = new LinkedHashMap<>();
        try {
            double[] scores = new CsvScoring(answers).score(rows);
            checks.add(new TestResults.Check(CSV, scores.length + " rows", true));
            checks.add(jsonAgrees(rows, scores));
            BinaryStatistics statistics = new BinaryStatistics(scores, positives(rows));
            for (Metric metric : Metric.values()) {
                metrics.put(metric.key(), statistics.value(metric));
            }
        } catch (WrongAnswerException | ModelAnswers.RefusedException e) {
            checks.add(new TestResults.Check(CSV, String.valueOf(e.getMessage()), false));
        }
        suite.thresholds().forEach(threshold -> checks.addAll(bounds(threshold, metrics)));
        return new Findings(rows.size(), metrics, checks);
    }

    private TestResults.Check jsonAgrees(LabelledRows rows, double[] csv) {
        int count = Math.min(JSON_ROWS, rows.size());
        try {
            double[] json = new JsonScoring(answers).score(rows, count);
            for (int row = 0; row < count; row++) {
                if (!(Math.abs(json[row] - csv[row]) <= TOLERANCE)) {
                    return new TestResults.Check(
                            JSON, "row " + (row + 1) + ": " + json[row] + " as JSON, " + csv[row] + " as CSV", false);
                }
            }
            return new TestResults.Check(JSON, count + " rows", true);
        } catch (WrongAnswerException | ModelAnswers.RefusedException e) {
            return new TestResults.Check(JSON, String.valueOf(e.getMessage()), false);
        }
    }

    private static List<TestResults.Check> bounds(Threshold threshold, Map<String, Double> metrics) {
        List<TestResults.Check> checks = new ArrayList<>();
        String name = threshold.metric().key();
        Double measured = metrics.get(name);
        String shown = measured == null
                ? "not measured"
                : new BigDecimal(measured, SHOWN).stripTrailingZeros().toPlainString();
        threshold
                .min()
                .ifPresent(min -> checks.add(
                        new TestResults.Check(name + " at least " + min, shown, measured != null && measured >= min)));
        threshold
                .max()
                .ifPresent(max -> checks.add(
                        new TestResults.Check(name + " at most " + max, shown, measured != null && measured <= max)));
        return checks;
    }

    private static boolean[] positives(LabelledRows rows) {
        boolean[] positives = new boolean[rows.size()];
        for (int row = 0; row < positives.length; row++) {
            positives[row] = rows.positives().get(row);
        }
        return positives;
    }
}
