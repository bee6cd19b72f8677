package io.mlops.local;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The program of {@code mlops-local.jar}. It exits with 2 where it cannot start as it is told. */
@Command(name = "mlops-local", description = "AWS on loopback, with real execution.")
public final class LocalAwsCommand {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "shows this")
    @SuppressWarnings("unused") // picocli reads it
    private boolean help;

    private LocalAwsCommand() {}

    /**
     * Runs the program.
     *
     * @param arguments the command line
     */
    public static void main(String[] arguments) {
        quietenLog();
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream error = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(execute(out, error, arguments));
    }

    static int execute(PrintStream out, PrintStream error, String... arguments) {
        CommandLine command = new CommandLine(new LocalAwsCommand())
                .addSubcommand(new StartCommand(out))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((e, given) -> refuse(error, String.valueOf(e.getMessage())))
                .setExecutionExceptionHandler((e, running, parsed) -> {
                    if (e instanceof UncheckedIOException || e instanceof IllegalArgumentException) {
                        return refuse(error, String.valueOf(e.getMessage()));
                    }
                    throw e;
                });
        if (arguments.length == 0) {
            return refuse(error, "no command was given; start is accepted");
        }
        return command.execute(arguments);
    }

    private static int refuse(PrintStream error, String message) {
        error.println("mlops-local: " + message);
        error.println("mlops-local: start --help shows what is accepted");
        return CommandLine.ExitCode.USAGE;
    }

    /** The log is for what goes wrong; whoever wants more says so by the same properties. */
    private static void quietenLog() {
        String prefix = "org.slf4j.simpleLogger.";
        setIfAbsent(prefix + "defaultLogLevel", "warn");
        setIfAbsent(prefix + "showDateTime", "true");
        setIfAbsent(prefix + "dateTimeFormat", "HH:mm:ss");
        setIfAbsent(prefix + "showThreadName", "false");
        setIfAbsent(prefix + "showShortLogName", "true");
    }

    private static void setIfAbsent(String name, String value) {
        if (System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }
}
