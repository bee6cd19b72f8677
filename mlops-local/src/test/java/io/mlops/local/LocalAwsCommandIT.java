package io.mlops.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;

/** The runnable jar, as a process. */
@Timeout(60)
class LocalAwsCommandIT {
    private static final int SIGTERM = 128 + 15;
    private static final int SIGKILL = 128 + 9;

    @TempDir
    private Path directory;

    private final Map<String, String> exports = new HashMap<>();
    private Process emulator;

    @BeforeEach
    void start() throws IOException {
        emulator = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        System.getProperty("command.jar"),
                        "start",
                        "--port",
                        "0",
                        "--dir",
                        directory.resolve("aws").toString(),
                        "--record",
                        directory.resolve("calls.jsonl").toString(),
                        "--account",
                        "210987654321")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(emulator.getInputStream(), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); !line.startsWith("# ready"); line = lines.readLine()) {
            if (line.startsWith("export ")) {
                String[] pair = line.substring("export ".length()).split("=", 2);
                exports.put(pair[0], pair[1]);
            }
        }
    }

    @AfterEach
    void stop() {
        emulator.destroyForcibly();
    }

    private <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
        return builder.endpointOverride(URI.create(exports.get("AWS_ENDPOINT_URL")))
                .region(Region.of(exports.get("AWS_REGION")))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        exports.get("AWS_ACCESS_KEY_ID"), exports.get("AWS_SECRET_ACCESS_KEY"))))
                .build();
    }

    private List<ProcessHandle> startBuild() throws Exception {
        Sdk.makeAdministrator(
                client(IamClient.builder()),
                "build",
                "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"Service\":"
                        + "\"codebuild.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}}");
        CodeBuildClient codebuild = client(CodeBuildClient.builder());
        codebuild.createProject(r -> r.name("demo")
                .source(s -> s.type("NO_SOURCE").buildspec("{version: 0.2, phases: {build: {commands: [sleep 1000]}}}"))
                .artifacts(a -> a.type("NO_ARTIFACTS"))
                .environment(e -> e.type("LINUX_CONTAINER")
                        .image("aws/codebuild/standard:7.0")
                        .computeType("BUILD_GENERAL1_SMALL"))
                .serviceRole("arn:aws:iam::210987654321:role/build"));
        codebuild.startBuild(r -> r.projectName("demo"));
        List<ProcessHandle> children = List.of();
        while (children.stream()
                .noneMatch(child -> child.info().command().orElse("").endsWith("sleep"))) {
            TimeUnit.MILLISECONDS.sleep(5);
            children = emulator.descendants().toList();
        }
        return children;
    }

    private static void awaitEnd(List<ProcessHandle> children) throws Exception {
        while (children.stream().anyMatch(ProcessHandle::isAlive)) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    @Test
    void answersWhoeverTakesWhatItExports() throws IOException {
        assertThat(client(StsClient.builder()).getCallerIdentity().account()).isEqualTo("210987654321");

        assertThat(exports).containsEntry("AWS_DEFAULT_REGION", "eu-west-1");
        assertThat(Files.readString(directory.resolve("calls.jsonl"))).contains("GetCallerIdentity");
    }

    @Test
    void endsItsChildrenWhenItIsToldToEnd() throws Exception {
        List<ProcessHandle> children = startBuild();

        emulator.destroy();

        assertThat(emulator.waitFor()).isEqualTo(SIGTERM);
        awaitEnd(children);
    }

    @Test
    void leavesNoChildWhenItIsKilled() throws Exception {
        List<ProcessHandle> children = startBuild();

        emulator.destroyForcibly();

        assertThat(emulator.waitFor()).isEqualTo(SIGKILL);
        awaitEnd(children);
    }
}
