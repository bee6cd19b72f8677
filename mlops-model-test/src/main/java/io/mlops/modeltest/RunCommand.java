package io.mlops.modeltest;

import io.mlops.contract.InvalidContractException;
import io.mlops.contract.ModelPackageArn;
import io.mlops.contract.TestResults;
import io.mlops.contract.TestSettings;
import io.mlops.modeltest.endpoint.HarnessEnvironment;
import io.mlops.modeltest.gate.ModelApproval;
import io.mlops.modeltest.report.ResultFiles;
import io.mlops.modeltest.report.VerdictTable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;

/** Judges a model package and writes the verdict: table, model registry, files. */
@Command(name = "run", description = "Judges a model package.")
final class RunCommand implements Callable<Integer> {
    private final PrintStream out;
    private final Surroundings surroundings;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "shows this")
    @SuppressWarnings("unused") // picocli reads it
    private boolean help;

    @Option(names = "--settings", required = true, paramLabel = "FILE", description = "test.json")
    private Path settings = Path.of("test.json");

    @Option(
            names = "--model-package-arn",
            required = true,
            paramLabel = "FILE|ARN",
            description = "the model package's ARN, or a file that holds it")
    private String modelPackageArn = "";

    @Option(
            names = "--source",
            paramLabel = "DIRECTORY",
            description = "holds the suite and the labelled rows; default: the working directory")
    private Path source = Path.of("");

    @Option(
            names = "--output",
            paramLabel = "DIRECTORY",
            description = "takes the results; default: the working directory")
    private Path output = Path.of("");

    RunCommand(PrintStream out, Surroundings surroundings) {
        this.out = out;
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        return ModelTestCommand.judged(this::judge);
    }

    private int judge() throws IOException {
        TestSettings test = SettingsFile.read(settings);
        ModelPackageArn arn = arn(modelPackageArn);
        HarnessEnvironment environment = HarnessEnvironment.read(
                surroundings.variables(), surroundings.polling().clock());
        try (SageMakerClient sageMaker = surroundings.sageMaker().get()) {
            ModelTest run =
                    new ModelTest(test, environment, sageMaker, surroundings.runtime(), surroundings.polling(), out);
            Runtime.getRuntime().addShutdownHook(new Thread(run::stop, "delete temporary endpoint"));
            TestResults results = run.judge(arn, source);
            out.print(VerdictTable.of(results));
            // The registry first: files that say PASSED must not outlive its refusal.
            new ModelApproval(sageMaker, out).write(results, test.approve());
            new ResultFiles(output).write(results);
            if (run.leftSomething()) {
                return ModelTestCommand.NOT_JUDGED;
            }
            return results.status() == TestResults.Status.PASSED ? ModelTestCommand.PASSED : ModelTestCommand.FAILED;
        }
    }

    private static ModelPackageArn arn(String fileOrArn) {
        if (fileOrArn.startsWith("arn:")) {
            return ModelPackageArn.parse(fileOrArn);
        }
        try {
            return ModelPackageArn.parse(Files.readString(Path.of(fileOrArn)));
        } catch (IOException e) {
            throw new InvalidContractException("--model-package-arn " + fileOrArn + ": not readable (" + e
                    + "); accepted is an ARN, or the model_package_arn.txt of the TrainOutput artifact");
        }
    }
}
