package io.mlops.local;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Starts the emulator and serves until the process is told to end, by Ctrl-C or SIGTERM; then every child is ended too. All
 * that it prints is shell: comments, and what to export.
 */
@Command(
        name = "start",
        sortOptions = false,
        description = "Starts, prints what to export, and serves until Ctrl-C or SIGTERM.")
final class StartCommand implements Callable<Integer> {
    private final PrintStream out;

    @Option(names = "--port", paramLabel = "PORT", description = "of 127.0.0.1; 0 for a free one (default: 4566)")
    private String port = "4566";

    @Option(names = "--dir", paramLabel = "D", description = "all that is written (default: a new temporary directory)")
    private @Nullable Path directory;

    @Option(
            names = "--iam",
            paramLabel = "MODE",
            description = "enforce refuses as AWS does, record refuses nothing and records, off does not ask"
                    + " (default: enforce)")
    private IamMode iam = IamMode.ENFORCE;

    @Option(names = "--record", paramLabel = "FILE", description = "writes every call as a line of JSON")
    private @Nullable Path record;

    @Option(
            names = "--image",
            paramLabel = "URI=COMMAND",
            description = "what stands for a container image; bash runs it, with train or serve as its argument."
                    + " May be repeated")
    private List<String> images = new ArrayList<>();

    @Option(names = "--region", paramLabel = "R", description = "the region to export (default: eu-west-1)")
    private @Nullable String region;

    @Option(names = "--account", paramLabel = "ID", description = "the account, 12 digits (default: 123456789012)")
    private @Nullable String account;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "shows this")
    @SuppressWarnings("unused") // picocli reads it
    private boolean help;

    StartCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws InterruptedException {
        LocalAws aws = choices().start();
        Runtime.getRuntime().addShutdownHook(new Thread(aws::close, "mlops-local end"));
        tell(aws);
        new CountDownLatch(1).await();
        return 0;
    }

    private LocalAwsBuilder choices() {
        LocalAwsBuilder builder = LocalAws.builder().iam(iam);
        setPort(builder, port);
        if (directory != null) {
            builder.directory(directory);
        }
        if (record != null) {
            builder.record(record);
        }
        if (region != null) {
            builder.region(region);
        }
        if (account != null) {
            builder.account(account);
        }
        images.forEach(image -> addImage(builder, image));
        return builder;
    }

    private static void setPort(LocalAwsBuilder builder, String port) {
        int number;
        try {
            number = Integer.parseInt(port);
        } catch (NumberFormatException e) {
            throw LocalAwsBuilder.noPort(port);
        }
        builder.port(number);
    }

    private static void addImage(LocalAwsBuilder builder, String image) {
        int equals = image.indexOf('=');
        if (equals <= 0 || equals == image.length() - 1) {
            throw new IllegalArgumentException("--image " + image
                    + ": URI=COMMAND is accepted, as fraud:1='java -jar trainer.jar'; write the image's URI, =, and the"
                    + " command that stands for it");
        }
        String command = image.substring(equals + 1) + " \"$@\"";
        builder.image(image.substring(0, equals), List.of("bash", "-c", command, "image"));
    }

    private void tell(LocalAws aws) {
        out.println("# mlops-local writes to " + aws.directory());
        out.println("export AWS_ENDPOINT_URL=" + aws.endpoint());
        out.println("export AWS_ACCESS_KEY_ID=" + aws.accessKeyId());
        out.println("export AWS_SECRET_ACCESS_KEY=" + aws.secretAccessKey());
        out.println("export AWS_REGION=" + aws.region());
        out.println("export AWS_DEFAULT_REGION=" + aws.region());
        out.println("# ready" + sinceStart() + "; Ctrl-C ends it");
    }

    private static String sinceStart() {
        return ProcessHandle.current()
                .info()
                .startInstant()
                .map(begun -> " after " + Duration.between(begun, Instant.now()).toMillis() + " ms")
                .orElse("");
    }
}
