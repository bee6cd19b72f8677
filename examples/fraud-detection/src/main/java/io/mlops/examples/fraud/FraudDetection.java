package io.mlops.examples.fraud;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program behind {@code examples/fraud-detection/run}. */
@Command(
        name = "run",
        description = "Runs the fraud detection pipeline.",
        mixinStandardHelpOptions = true,
        subcommands = {LocalCommand.class, AwsCommand.class})
public final class FraudDetection {
    /** Makes the command. */
    public FraudDetection() {}

    /**
     * Runs the command and exits with its status: 0 succeeded, 1 failed, 2 wrong usage, 130 interrupted.
     *
     * @param arguments the command line
     */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new FraudDetection())
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    System.err.println("failed: " + failure.getMessage());
                    return 1;
                })
                .execute(arguments));
    }
}
