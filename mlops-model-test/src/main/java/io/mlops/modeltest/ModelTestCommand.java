package io.mlops.modeltest;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The program that runs in the Test stage's build. Region, credentials and endpoint come from the SDK's default chain.
 * Exit codes: 0 passed, 1 failed, 2 could not be judged, the command line included, or something could not be deleted;
 * for {@code reap} 0 nothing is left, 2 something is.
 */
@Command(
        name = "mlops-model-test",
        description = "Judges a model package on a temporary endpoint, and deletes what killed runs left.")
public final class ModelTestCommand {
    static final int PASSED = 0;
    static final int FAILED = 1;
    static final int NOT_JUDGED = 2;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "shows this")
    @SuppressWarnings("unused") // picocli reads it
    private boolean help;

    private ModelTestCommand() {}

    /**
     * Runs the program.
     *
     * @param arguments the command line
     */
    public static void main(String[] arguments) {
        // CodeBuild's locale may be POSIX; people's log lines are not only ASCII.
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        System.exit(execute(out, arguments));
    }

    static int execute(PrintStream out, String... arguments) {
        return execute(out, Surroundings.system(), arguments);
    }

    static int execute(PrintStream out, Surroundings surroundings, String... arguments) {
        return new CommandLine(new ModelTestCommand())
                .addSubcommand(new RunCommand(out, surroundings))
                .addSubcommand(new ReapCommand(out, surroundings))
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    String message = failure.getMessage();
                    out.println((command.getCommandName().equals("reap") ? "could not reap: " : "could not be judged: ")
                            + (message == null || message.isBlank() ? failure.toString() : message));
                    return NOT_JUDGED;
                })
                .execute(arguments);
    }

    /**
     * Turns an error of the virtual machine into an exception: picocli lets errors through, the process would end with
     * 1, and 1 says that the model failed.
     */
    static int judged(Callable<Integer> command) throws Exception {
        try {
            return command.call();
        } catch (OutOfMemoryError e) {
            throw new IllegalStateException(
                    "out of memory (" + e.getMessage() + "); use fewer rows, or a larger compute type for the build",
                    e);
        } catch (Error e) {
            throw new IllegalStateException(e.toString(), e);
        }
    }
}
