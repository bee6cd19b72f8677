package io.mlops.examples.fraud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A local run opens no socket off loopback, whatever the user's variables say. */
class LoopbackIT {
    /** An address that stands for nobody (RFC 5737). */
    private static final String ELSEWHERE = "http://192.0.2.1:9";

    private static final Pattern IP4 = Pattern.compile("inet_addr\\(\"([^\"]+)\"\\)");
    private static final Pattern IP6 = Pattern.compile("inet_pton\\(AF_INET6, \"([^\"]+)\"");

    @TempDir
    private Path directory;

    @Test
    void ignoresTheUsersAwsSettings() throws Exception {
        Path config = Files.writeString(
                directory.resolve("config"),
                "[profile nobody]\nregion = us-gov-west-1\nendpoint_url = " + ELSEWHERE + "\n");
        Map<String, String> hostile = Map.ofEntries(
                Map.entry("AWS_PROFILE", "nobody"),
                Map.entry("AWS_CONFIG_FILE", config.toString()),
                Map.entry("AWS_SHARED_CREDENTIALS_FILE", config.toString()),
                Map.entry("AWS_ENDPOINT_URL", ELSEWHERE),
                Map.entry("AWS_ENDPOINT_URL_S3", ELSEWHERE),
                Map.entry("AWS_ENDPOINT_URL_SAGEMAKER", ELSEWHERE),
                Map.entry("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true"),
                Map.entry("AWS_REGION", "us-gov-west-1"),
                Map.entry("AWS_DEFAULT_REGION", "us-gov-west-1"),
                Map.entry("AWS_USE_FIPS_ENDPOINT", "true"),
                Map.entry("AWS_USE_DUALSTACK_ENDPOINT", "true"),
                Map.entry("AWS_ACCESS_KEY_ID", "AKIAHOSTILE"),
                Map.entry("AWS_SECRET_ACCESS_KEY", "hostile"),
                Map.entry("HTTP_PROXY", ELSEWHERE),
                Map.entry("HTTPS_PROXY", ELSEWHERE));
        Path trace = directory.resolve("sockets");

        try (Run run = Run.local(hostile, tracing(trace), "--data", "credit")) {
            assertThat(run.exitStatus()).as(run.output()).isZero();
        }

        assumeThat(trace).as("strace, by which sockets are watched").exists();
        assertThat(peers(trace)).isNotEmpty().allMatch(LoopbackIT::isLoopback);
    }

    /** Notes every peer of every process, where strace is there and may be used. */
    private static List<String> tracing(Path trace) throws Exception {
        Process probe = new ProcessBuilder("bash", "-c", "strace -f -qq --seccomp-bpf -e trace=connect true")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (probe.waitFor() != 0) {
            return List.of();
        }
        return List.of(
                "strace",
                "-f",
                "-qq",
                "--seccomp-bpf",
                "-e",
                "trace=connect,sendto,sendmsg,sendmmsg",
                "-o",
                trace.toString());
    }

    private static List<String> peers(Path trace) throws Exception {
        try (Stream<String> lines = Files.lines(trace)) {
            return lines.flatMap(line -> Stream.of(IP4, IP6).map(pattern -> pattern.matcher(line)))
                    .filter(Matcher::find)
                    .map(matcher -> matcher.group(1))
                    .distinct()
                    .toList();
        }
    }

    private static boolean isLoopback(String address) {
        String plain = address.replaceFirst("^::ffff:", "");
        return plain.startsWith("127.") || plain.equals("::1");
    }
}
