package io.mlops.examples.fraud;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.local.iam.RecordedQuestions;
import io.mlops.plan.iam.Actor;
import io.mlops.plan.iam.RolePolicies;
import io.mlops.spec.Account;
import io.mlops.spec.Names;
import io.mlops.spec.PipelineSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole pipeline, started as a newcomer starts it. */
class LocalRunIT {
    private static final String CLEAN = "nothing left: 0 resources, 0 processes, 0 files";

    @TempDir
    private Path directory;

    @Test
    void trainsTestsDeploysAnswersAndLeavesNothing() throws Exception {
        Path record = directory.resolve("calls.jsonl");
        try (Run run = Run.local("--record", record.toString())) {
            assertThat(run.exitStatus()).as(run.output()).isZero();

            assertThat(run.output())
                    .contains("20 to create, 0 to update, 0 to delete, 0 unchanged")
                    .contains(
                            "Source: Succeeded", "Train: Succeeded", "Test: Succeeded", "Deploy-production: Succeeded")
                    .contains("test: PASSED on 10,000 rows")
                    .contains("endpoint fraud-detection answers:")
                    .contains(
                            "deployed arn:aws:sagemaker:eu-west-1:123456789012:model-package/fraud-detection-models/1");
            assertThat(run.lastLine()).isEqualTo(CLEAN);
        }
        assertThat(Files.readAllLines(record))
                .as("every step's calls under its own role")
                .anyMatch(line -> isCall(line, "CreatePipeline", ":root"))
                .anyMatch(line -> isCall(line, "StartBuild", "assumed-role/fraud-detection-pipeline/"))
                .anyMatch(line -> isCall(line, "CreateTrainingJob", "assumed-role/fraud-detection-train-build/"))
                .anyMatch(line -> isCall(line, "UpdateModelPackage", "assumed-role/fraud-detection-test-build/"))
                .anyMatch(line -> isCall(line, "PutJobSuccessResult", "assumed-role/fraud-detection-deploy/"))
                .anyMatch(line -> isCall(line, "GetObject", "assumed-role/fraud-detection-serving/"))
                .noneMatch(line -> line.contains("\"outcome\":\"InternalFailure\""));
        assertThat(Files.readAllLines(record))
                .as("no call that AWS's models or the policies refuse")
                // SageMaker has no other code for what is not there.
                .noneMatch(
                        line -> line.contains("\"outcome\":\"Validation") && !line.contains("\"operation\":\"Describe"))
                .noneMatch(line -> line.contains("\"outcome\":\"InvalidInputException"))
                .noneMatch(line -> line.contains("\"outcome\":\"AccessDenied"))
                .noneMatch(line -> line.contains("NOT_EVALUATED"));
        isAllowedByTheGeneratedPolicies(record);
    }

    /** Whatever else IAM has: the policies alone, as the description makes them. */
    private static void isAllowedByTheGeneratedPolicies(Path record) {
        PipelineSpec spec = Scenario.fraud().describe(Scenario.IMAGE).spec();
        Names names = spec.names(new Account("aws", "123456789012", "eu-west-1"));
        RolePolicies policies = new RolePolicies(spec, names);
        RecordedQuestions asked = RecordedQuestions.read(record);
        assertThat(asked.roles())
                .containsExactlyInAnyOrderElementsOf(Stream.of(Actor.values())
                        .map(actor -> actor.roleName(names))
                        .toList());
        for (Actor actor : Actor.values()) {
            String role = actor.roleName(names);
            assertThat(asked.refused(role, policies.of(actor).json())).as(role).isEmpty();
        }
    }

    private static boolean isCall(String line, String operation, String caller) {
        return line.contains("\"operation\":\"" + operation + "\"") && line.contains(caller);
    }

    @Test
    void namesRowAndColumnOfBadTrainingData() throws Exception {
        Path data =
                Files.writeString(directory.resolve("data.csv"), "amount,hour,is_fraud\n1.5,3,0\nabc,4,1\n2.5,5,0\n");
        try (Run run = Run.local("--training-data", data.toString())) {
            assertThat(run.exitStatus()).as(run.output()).isEqualTo(1);

            assertThat(run.output())
                    .contains(
                            "failed: Stage Train, action Train failed: ",
                            "line 3, column \"amount\": \"abc\" is not a number")
                    .doesNotContain("Test: InProgress");
            assertThat(run.lastLine()).matches("logs: .*target/runs/.*/logs \\(0 processes left running\\)");
            assertThat(run.descendants()).isEmpty();
        }
    }

    @Test
    void rejectsAModelBelowItsThreshold() throws Exception {
        Path record = directory.resolve("calls.jsonl");
        try (Run run = Run.local("--data", "credit", "--min-roc-auc", "0.99", "--record", record.toString())) {
            assertThat(run.exitStatus()).as(run.output()).isEqualTo(1);

            assertThat(run.output())
                    .contains("failed: Stage Test, action Test failed: ", "roc_auc at least 0.99")
                    .doesNotContain("Deploy-production: InProgress");
        }
        assertThat(Files.readAllLines(record))
                .anyMatch(line -> line.contains("\"ModelApprovalStatus\":\"Rejected\"")
                        && line.contains("roc_auc at least 0.99")
                        && line.contains("\"outcome\":\"ok\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Train/Train: InProgress", "Test/Test: InProgress", "Deploy-production/Deploy: InProgress"})
    void endsEverythingOnCtrlC(String stage) throws Exception {
        try (Run run = Run.local("--data", "credit")) {
            run.awaitLine(line -> line.contains(stage));
            List<ProcessHandle> children = run.awaitDescendants();
            long begun = System.nanoTime();

            run.interrupt();

            assertThat(run.exitStatus()).as(run.output()).isEqualTo(130);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
            children.forEach(child -> child.onExit()
                    .orTimeout(10, java.util.concurrent.TimeUnit.SECONDS)
                    .join());
            assertThat(run.lastLine()).startsWith("interrupted: 0 processes left running; logs: ");
            String logs = run.lastLine().replaceFirst(".*logs: ", "");
            assertThat(Path.of(logs).resolve("aws/codebuild/credit-scoring-train"))
                    .isNotEmptyDirectory();
        }
    }

    @Test
    void keepsServingUntilCtrlC() throws Exception {
        try (Run run = Run.local("--data", "credit", "--keep")) {
            run.awaitLine(line -> line.startsWith("serving until Ctrl-C at http://127.0.0.1:"));
            run.awaitLine(line -> line.contains("sagemaker describe-endpoint"));
            exploreWithTheCli(run);

            run.interrupt();

            assertThat(run.exitStatus()).isEqualTo(130);
            assertThat(run.lastLine()).isEqualTo(CLEAN);
        }
    }

    /** Runs the lines that the run printed, where the AWS CLI is installed. */
    private void exploreWithTheCli(Run run) throws Exception {
        if (new ProcessBuilder("bash", "-c", "command -v aws").start().waitFor() != 0) {
            System.out.println("the AWS CLI is absent: its commands were not tried");
            return;
        }
        String export = run.lines().stream()
                .filter(line -> line.contains("export AWS_ACCESS_KEY_ID"))
                .findFirst()
                .orElseThrow();
        String state = cli(run, export, "get-pipeline-state", "");
        assertThat(state).contains("\"stageName\": \"Deploy-production\"", "\"status\": \"Succeeded\"");
        String stream = cli(run, export, "describe-log-streams", " --query logStreams[0].logStreamName --output text");
        String events = cli(run, export, "get-log-events", "", "STREAM", stream.strip());
        assertThat(events).contains("Phase complete: BUILD State: SUCCEEDED");
    }

    private String cli(Run run, String export, String command, String more, String... replace)
            throws IOException, InterruptedException {
        String line = run.lines().stream()
                .filter(printed -> printed.contains(command))
                .findFirst()
                .orElseThrow();
        if (replace.length == 2) {
            line = line.replace(replace[0], replace[1]);
        }
        Process process = new ProcessBuilder(
                        "bash", "-c", export + " AWS_CONFIG_FILE=/nonexistent AWS_PAGER=;" + line + more)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--training-data nowhere.csv#--training-data: got nowhere.csv; accepted is a CSV file that can be read",
                "--min-roc-auc 2#--min-roc-auc: got 2.0; accepted is a number from 0 to 1",
                "--data cars#expected one of [fraud, credit]"
            })
    void refusesAWrongOptionBeforeAnythingIsDone(String optionAndMessage) throws Exception {
        String[] parts = optionAndMessage.split("#", 2);
        try (Run run = Run.local(parts[0].split(" ", 2))) {
            assertThat(run.exitStatus()).isEqualTo(2);

            assertThat(run.output()).contains(parts[1]).doesNotContain("AWS answers");
        }
    }

    @Test
    void learnsRealDataTwiceAtOnceAndShowsTheBuildsLines() throws Exception {
        try (Run first = Run.local("--data", "credit", "--verbose")) {
            first.awaitLine(line -> line.contains("Train/Train: InProgress"));
            try (Run second = Run.local("--data", "credit")) {
                assertThat(first.exitStatus()).as(first.output()).isZero();
                assertThat(second.exitStatus()).as(second.output()).isZero();

                assertThat(first.output()).contains("Train | ", "validation:roc_auc=", "Test | ", "deployed arn:");
                assertThat(first.lines().get(0)).isNotEqualTo(second.lines().get(0));
                assertThat(List.of(first.lastLine(), second.lastLine())).containsOnly(CLEAN);
            }
        }
    }
}
