package io.mlops.local.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.local.LocalAws;
import io.mlops.local.Sdk;
import io.mlops.local.facts.Facts;
import io.mlops.local.facts.ServiceFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operation of {@code operations.txt}, by three clients that no one here wrote. A client that is not installed is
 * named in a line.
 */
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class ExerciseTest {
    private static final Path OPERATIONS = Path.of("src", "facts", "operations.txt");

    @TempDir
    private Path directory;

    static List<String> services() throws IOException {
        return List.copyOf(operations().keySet());
    }

    private static Map<String, List<String>> operations() throws IOException {
        Map<String, List<String>> operations = new LinkedHashMap<>();
        for (String line : Files.readAllLines(OPERATIONS)) {
            String[] parts = line.split(": ", 2);
            operations.put(parts[0], List.of(parts[1].split(" ")));
        }
        return operations;
    }

    @ParameterizedTest
    @MethodSource("services")
    void leavesNoOperationAndNoErrorOut(String service) throws IOException {
        Exercise exercise = Exercise.read(service);
        ServiceFacts facts = Facts.load().of(service);
        List<String> missing = new ArrayList<>();
        for (String operation : operations().get(service)) {
            if (!exercise.succeeds(operation)) {
                missing.add(operation);
            }
            List<String> declared = facts.operations().get(operation).errors();
            for (String error : declared == null ? List.<String>of() : declared) {
                String code = facts.errors().get(error).code();
                if (!exercise.errorsOf(operation).contains(code) && !exercise.excuses(operation, error)) {
                    missing.add(operation + " " + error);
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("services")
    void isExercisedByTheSdkForJava(String service) throws Exception {
        exercise(service, "java");
    }

    @ParameterizedTest
    @MethodSource("services")
    void isExercisedByBoto3(String service) throws Exception {
        exercise(service, "boto3");
    }

    @ParameterizedTest
    @MethodSource("services")
    void isExercisedByTheAwsCli(String service) throws Exception {
        exercise(service, "cli");
    }

    private void exercise(String service, String name) throws Exception {
        if (!name.equals("java") && !PythonClient.isPresent(name)) {
            System.out.println("ExerciseTest: " + name + " is not installed; " + service + " was not tried with it");
            return;
        }
        Path files = directory.resolve("files");
        ExerciseFiles.write(files);
        try (LocalAws aws = start(files);
                Client client = name.equals("java")
                        ? new SdkClient(aws, Sdk.interfaces(), files)
                        : new PythonClient(name, aws, files)) {
            Exercise exercise = Exercise.read(service);
            Map<String, String> variables = new HashMap<>(exercise.texts());
            variables.put("region", aws.region());
            variables.put("account", aws.accountId());
            variables.put("endpoint", aws.endpoint().toString());
            Exerciser exerciser =
                    new Exerciser(client, new Client.Key(aws.accessKeyId(), aws.secretAccessKey(), ""), variables);
            List<String> faults = new ArrayList<>();
            for (Exercise.Step step : exercise.steps()) {
                if (step.isFor(name)) {
                    fault(exerciser, step).ifPresent(faults::add);
                }
            }
            assertThat(faults).isEmpty();
        }
    }

    /** All steps are taken, so that one run tells of all faults. */
    private static Optional<String> fault(Exerciser exerciser, Exercise.Step step) throws InterruptedException {
        try {
            exerciser.take(step);
            return Optional.empty();
        } catch (AssertionError | RuntimeException e) {
            return Optional.of(String.valueOf(e.getMessage()).strip());
        }
    }

    private LocalAws start(Path files) {
        return LocalAws.builder()
                .directory(directory.resolve("aws"))
                .image("123456789012.dkr.ecr.eu-west-1.amazonaws.com/echo:1", ExerciseImage.command(files))
                .start();
    }
}
