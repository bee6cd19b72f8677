package io.mlops.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.mlops.contract.PackageMetadata;
import io.mlops.contract.TestResults;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Twenty artifacts that are not what they should be: each ends in a named failure, in bounds of memory and time. */
@Timeout(60)
class HostileArtifactsTest {
    private static final String ARN_FILE = "model_package_arn.txt";
    private static final String RESULTS = "test_results.json";
    /** How much larger the heap may become: the zip of 16 MiB at most, its copies while it is read, and the named files. */
    private static final long MOST_GROWN = 100L << 20;

    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Pipeline pipeline = new Pipeline();

    static Stream<Arguments> zips() {
        return Stream.of(
                zip("a gigabyte of zeros", HostileArtifacts::bomb, "unpacks to more than"),
                zip("a path up", good -> HostileArtifacts.with(good, "../../etc/cron.d/x", bytes("x")), "leaves it"),
                zip("an absolute path", good -> HostileArtifacts.with(good, "/etc/passwd", bytes("x")), "not relative"),
                zip("a Windows path", good -> HostileArtifacts.with(good, "a\\..\\b", bytes("x")), "not relative"),
                zip("a drive", good -> HostileArtifacts.with(good, "C:evil", bytes("x")), "not relative"),
                zip("two ARN files", good -> HostileArtifacts.twice(good, ARN_FILE, Pipeline.arn(666)), "a path twice"),
                zip("too many entries", HostileArtifacts::manyEntries, "more than 1000 entries"),
                zip("half a zip", HostileArtifacts::cut, "not a whole zip"),
                zip("a zip without its end", HostileArtifacts::withoutEnd, "not a whole zip"),
                zip("damaged data", HostileArtifacts::damaged, "not a readable zip"),
                zip("no zip", good -> bytes("<html>error</html>"), "not a whole zip"),
                zip("nothing", good -> new byte[0], "not a whole zip"),
                zip("seventeen megabytes", good -> HostileArtifacts.large(17 << 20), "is larger than"),
                zip(
                        "a large ARN file",
                        good -> Zips.of(Map.of(
                                ARN_FILE,
                                new String(HostileArtifacts.large(3 << 20), StandardCharsets.ISO_8859_1),
                                RESULTS,
                                good.getOrDefault(RESULTS, ""))),
                        "file of more than"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("zips")
    void refusesTheZip(String what, Function<Map<String, String>, byte[]> artifact, String why) {
        pipeline.artifact = Optional.of(artifact.apply(pipeline.testOutput));

        assertRefused(why);
    }

    static Stream<Arguments> files() {
        String elsewhere = Pipeline.arn(7).replace("123456789012", "999999999999");
        String abroad = Pipeline.arn(7).replace("eu-west-1", "us-east-1");
        String china = Pipeline.arn(7).replace("arn:aws:", "arn:aws-cn:");
        return Stream.of(
                file("no ARN at all", files -> files.put(ARN_FILE, "latest"), "model package ARN: got \"latest\""),
                file(
                        "two ARNs in one file",
                        files -> files.put(ARN_FILE, Pipeline.arn(7) + "\n" + Pipeline.arn(8)),
                        "model package ARN: got"),
                file("another account's ARN", files -> name(files, elsewhere), "account 123456789012"),
                file("another region's ARN", files -> name(files, abroad), "region eu-west-1"),
                file("another partition's ARN", files -> name(files, china), "partition aws"),
                file(
                        "results for another ARN",
                        files -> files.put(RESULTS, Pipeline.results(TestResults.Status.PASSED, Pipeline.arn(8))),
                        "field modelPackageArn"),
                file(
                        "results that failed",
                        files -> files.put(RESULTS, Pipeline.results(TestResults.Status.FAILED, Pipeline.arn(7))),
                        "did not pass its test"),
                file("no results", files -> files.remove(RESULTS), "has no file test_results.json"),
                file(
                        "results nested without end",
                        files -> files.put(RESULTS, "[".repeat(500_000)),
                        "test_results.json: not JSON"),
                file("results of another schema", files -> files.put(RESULTS, "{\"schema\":\"x/9\"}"), "field schema"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void refusesTheFile(String what, Consumer<Map<String, String>> change, String why) {
        change.accept(pipeline.testOutput);

        assertRefused(why);
    }

    @Test
    void refusesAWrongDigest() {
        pipeline.sageMaker.metadata.put(PackageMetadata.IMAGE_DIGEST, "sha256:" + "0".repeat(64));

        assertRefused(PackageMetadata.IMAGE_DIGEST);
    }

    @Test
    void refusesSettingsOfAStageThatIsAPath() {
        pipeline.stage = "../production";

        assertRefused("field stage");
    }

    @Test
    void takesAByteOrderMarkAndANewline() {
        pipeline.testOutput.put(ARN_FILE, "\uFEFF" + Pipeline.arn(7) + "\r\n");

        pipeline.invoke("job-1");

        assertThat(pipeline.codePipeline.failures).isEmpty();
    }

    private void assertRefused(String why) {
        pipeline.prepare();
        MemoryPoolPeak peak = MemoryPoolPeak.begin();
        long start = System.nanoTime();

        pipeline.send("job-1", "");

        assertThat(peak.grown()).isLessThan(MOST_GROWN);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST);
        assertThat(pipeline.onlyFailure().failureDetails().message()).contains(why);
        assertThat(pipeline.onlyFailure().failureDetails().message().length()).isBetween(20, 5000);
        assertThat(pipeline.sageMaker.calls).isEmpty();
    }

    private static void name(Map<String, String> files, String arn) {
        files.put(ARN_FILE, arn);
        files.put(RESULTS, Pipeline.results(TestResults.Status.PASSED, arn));
    }

    private static Arguments zip(String what, Function<Map<String, String>, byte[]> artifact, String why) {
        return arguments(what, artifact, why);
    }

    private static Arguments file(String what, Consumer<Map<String, String>> change, String why) {
        return arguments(what, change, why);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
