package io.mlops.examples.fraud;

import io.mlops.aws.Aws;
import io.mlops.contract.TestResults;
import io.mlops.run.ExecutionResult;
import io.mlops.run.StageResult;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkBytes;

/** What a run ends with: the production endpoint's predictions, the verdict, the times, the package. */
final class Answer {
    private static final int OF_EACH = 4;

    private final Aws aws;
    private final Scenario scenario;

    Answer(Aws aws, Scenario scenario) {
        this.aws = aws;
        this.scenario = scenario;
    }

    void print(DataSet holdout, ExecutionResult result, Duration took) {
        printPredictions(holdout);
        printVerdict(TestVerdict.read(aws, scenario.pipeline(), result.executionId()));
        LocalRun.say("\nfrom start to production in " + seconds(took) + ": "
                + result.stages().stream()
                        .map(stage -> stage.name() + " " + seconds(stage.duration()))
                        .collect(Collectors.joining(", ")));
        result.stages().stream()
                .map(StageResult::outputVariables)
                .filter(variables -> variables.containsKey("ModelPackageArn"))
                .forEach(variables -> LocalRun.say("deployed " + variables.get("ModelPackageArn") + "\n      to "
                        + variables.get("EndpointName") + " with " + variables.get("EndpointConfigName")));
    }

    private void printPredictions(DataSet holdout) {
        List<List<String>> rows =
                Stream.concat(some(holdout, true), some(holdout, false)).toList();
        String body = rows.stream().map(holdout::features).collect(Collectors.joining("\n"));
        List<String> scores = aws.sageMakerRuntime()
                .invokeEndpoint(r -> r.endpointName(scenario.endpoint())
                        .contentType("text/csv")
                        .accept("text/csv")
                        .body(SdkBytes.fromUtf8String(body)))
                .body()
                .asUtf8String()
                .lines()
                .toList();
        LocalRun.say("\nendpoint " + scenario.endpoint() + " answers:");
        LocalRun.say(
                String.format(Locale.ROOT, "  %-12s score of %s=%s", "truth", holdout.label(), holdout.positive()));
        for (int i = 0; i < rows.size(); i++) {
            LocalRun.say(String.format(
                    Locale.ROOT, "  %-12s %.4f", holdout.labelOf(rows.get(i)), Double.parseDouble(scores.get(i))));
        }
    }

    private static Stream<List<String>> some(DataSet data, boolean positive) {
        return data.rows().stream()
                .filter(row -> data.isPositive(row) == positive)
                .limit(OF_EACH);
    }

    private static void printVerdict(TestResults results) {
        LocalRun.say(String.format(Locale.ROOT, "%ntest: %s on %,d rows", results.status(), results.rows()));
        results.checks()
                .forEach(check -> LocalRun.say("  " + (check.passed() ? "passed  " : "FAILED  ") + check.name()
                        + ": measured " + check.measured()));
        results.metrics()
                .forEach((name, value) -> LocalRun.say(String.format(Locale.ROOT, "  %-20s %.4f", name, value)));
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
