package io.mlops.local;

import io.mlops.local.call.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Choices for a {@link LocalAws}. */
public final class LocalAwsBuilder {
    private static final Duration DEFAULT_CONTINUATION_DELAY = Duration.ofMillis(500);

    private @Nullable Path directory;
    private @Nullable Path record;
    private @Nullable VirtualTime time;
    private int port;
    private IamMode iam = IamMode.ENFORCE;
    private String region = "eu-west-1";
    private String accountId = "123456789012";
    private Duration continuationDelay = DEFAULT_CONTINUATION_DELAY;
    private boolean unapprovedModelPackages;
    private int concurrentBuilds = Settings.CONCURRENT_BUILDS;
    private final Map<String, List<String>> images = new LinkedHashMap<>();

    LocalAwsBuilder() {}

    /**
     * Chooses where everything is written.
     *
     * @param chosen a directory, made if it is missing; default: a new temporary one
     * @return this
     */
    public LocalAwsBuilder directory(Path chosen) {
        this.directory = chosen.toAbsolutePath();
        return this;
    }

    /**
     * Chooses the port of 127.0.0.1.
     *
     * @param chosen 1 to 65535, or 0 for a free one, which is the default
     * @return this
     * @throws IllegalArgumentException if it is no port
     */
    public LocalAwsBuilder port(int chosen) {
        if (chosen < 0 || chosen > 65_535) {
            throw noPort(String.valueOf(chosen));
        }
        this.port = chosen;
        return this;
    }

    static IllegalArgumentException noPort(String given) {
        return new IllegalArgumentException("port " + given + ": 1 to 65535 is accepted, or 0 for a free one");
    }

    /**
     * Chooses which region the emulator's user is told to name. Any other works as well.
     *
     * @param chosen a region of AWS; default {@code eu-west-1}
     * @return this
     * @throws IllegalArgumentException if it is not written as a region
     */
    public LocalAwsBuilder region(String chosen) {
        if (!chosen.matches("[a-z]{2,3}(-[a-z]+)+-\\d{1,2}")) {
            throw new IllegalArgumentException("region " + chosen + ": a name as eu-west-1 is accepted");
        }
        this.region = chosen;
        return this;
    }

    /**
     * Chooses the account's number.
     *
     * @param chosen 12 digits; default {@code 123456789012}
     * @return this
     * @throws IllegalArgumentException if it is anything else
     */
    public LocalAwsBuilder account(String chosen) {
        if (!chosen.matches("\\d{12}")) {
            throw new IllegalArgumentException("account " + chosen + ": 12 digits are accepted, as 123456789012");
        }
        this.accountId = chosen;
        return this;
    }

    /**
     * Says what stands for a container image: a command, to which {@code train} or {@code serve} is appended, or the
     * shell of a build with its arguments.
     *
     * @param uri the image's URI as requests name it
     * @param command the program and its first arguments
     * @return this
     */
    public LocalAwsBuilder image(String uri, List<String> command) {
        images.put(uri, List.copyOf(command));
        return this;
    }

    /**
     * Writes every call to a file, one JSON object a line.
     *
     * @param file the file, replaced; default: calls are not recorded
     * @return this
     */
    public LocalAwsBuilder record(Path file) {
        this.record = file.toAbsolutePath();
        return this;
    }

    /**
     * Chooses how long CodePipeline waits before it invokes a job's Lambda again with its continuation token.
     *
     * @param chosen from zero; default 500 ms, where AWS takes about 30 s
     * @return this
     */
    public LocalAwsBuilder continuationDelay(Duration chosen) {
        this.continuationDelay = chosen;
        return this;
    }

    /**
     * Chooses time that a test can move on.
     *
     * @param chosen the time; default: the machine's
     * @return this
     */
    public LocalAwsBuilder time(VirtualTime chosen) {
        this.time = chosen;
        return this;
    }

    /**
     * Chooses what IAM's answers are for. With a call record, what of each role's policies was used is written beside it,
     * as {@code iam-usage.json}, unless they are not consulted.
     *
     * @param chosen the mode; default: calls are refused as AWS refuses them
     * @return this
     */
    public LocalAwsBuilder iam(IamMode chosen) {
        this.iam = chosen;
        return this;
    }

    /**
     * Lets models be created from model packages that are not Approved. What SageMaker does with them is not documented;
     * here they are refused by default.
     *
     * @param chosen whether they are taken; default {@code false}
     * @return this
     */
    public LocalAwsBuilder unapprovedModelPackages(boolean chosen) {
        this.unapprovedModelPackages = chosen;
        return this;
    }

    /**
     * Chooses how many builds of CodeBuild run at once; others wait, as on AWS.
     *
     * @param chosen from 1; default 20
     * @return this
     */
    public LocalAwsBuilder concurrentBuilds(int chosen) {
        this.concurrentBuilds = chosen;
        return this;
    }

    /**
     * Starts the emulator.
     *
     * @return the running emulator
     * @throws UncheckedIOException if the port is taken or the directory cannot be written
     */
    public LocalAws start() {
        if (directory == null) {
            directory = temporary();
        }
        return new LocalAws(this);
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("mlops-local");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path directory() {
        if (directory == null) {
            throw new IllegalStateException("asked before the start");
        }
        return directory;
    }

    Optional<Path> record() {
        return Optional.ofNullable(record);
    }

    Optional<VirtualTime> time() {
        return Optional.ofNullable(time);
    }

    boolean unapprovedModelPackages() {
        return unapprovedModelPackages;
    }

    IamMode iam() {
        return iam;
    }

    String region() {
        return region;
    }

    String accountId() {
        return accountId;
    }

    int port() {
        return port;
    }

    Duration continuationDelay() {
        return continuationDelay;
    }

    int concurrentBuilds() {
        return concurrentBuilds;
    }

    Map<String, List<String>> images() {
        return images;
    }
}
