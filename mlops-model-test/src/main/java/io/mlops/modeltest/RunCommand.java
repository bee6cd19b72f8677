package io.mlops.modeltest;

import io.mlops.contract.InvalidContractException;
import io.mlops.contract.ModelPackageArn;
import io.mlops.contract.TestResults;
import io.mlops.contract.TestSettings;
import io.mlops.modeltest.endpoint.HarnessEnvironment;
import io.mlops.modeltest.endpoint.Polling;
import io.mlops.modeltest.endpoint.Sleeper;
import io.mlops.modeltest.gate.ModelApproval;
import io.mlops.modeltest.report.ResultFiles;
import io.mlops.modeltest.report.VerdictTable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;

/** Judges a model package and writes the verdict: files, table, model registry. */
@Command(name = "run", description = "Judges a model package.")
final class RunCommand implements Callable<Integer> {
    private final PrintStream out;

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

    RunCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws IOException {
        TestSettings test = SettingsFile.read(settings);
        ModelPackageArn arn = arn(modelPackageArn);
        HarnessEnvironment environment = HarnessEnvironment.read(System.getenv(), Clock.systemUTC());
        try (SageMakerClient sageMaker = SageMakerClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build()) {
            ModelTest run = new ModelTest(
                    test,
                    environment,
                    sageMaker,
                    RunCommand::runtime,
                    new Polling(Clock.systemUTC(), Sleeper.system()),
                    out);
            Runtime.getRuntime().addShutdownHook(new Thread(run::stop, "delete temporary endpoint"));
            TestResults results = run.judge(arn, source);
            new ResultFiles(output).write(results);
            out.print(VerdictTable.of(results));
            new ModelApproval(sageMaker, out).write(results, test.approve());
            return results.status() == TestResults.Status.PASSED ? ModelTestCommand.PASSED : ModelTestCommand.FAILED;
        }
    }

    private static SageMakerRuntimeClient runtime() {
        return SageMakerRuntimeClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
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
