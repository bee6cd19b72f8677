package io.mlops.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the packaged image tree as a container would: the jar, its libraries, {@code train}, {@code serve}, SIGTERM. */
class ImageTreeIT {
    @TempDir
    static Path image;

    @TempDir
    Path base;

    @BeforeAll
    static void unpack() throws IOException {
        try (ZipInputStream zip =
                new ZipInputStream(Files.newInputStream(Path.of(System.getProperty("image.zip", ""))))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path target = image.resolve(entry.getName());
                Files.createDirectories(entry.isDirectory() ? target : target.getParent());
                if (!entry.isDirectory()) {
                    Files.copy(zip, target);
                }
            }
        }
    }

    @BeforeEach
    void layOut() throws IOException {
        Files.createDirectories(base.resolve("input/config"));
        Files.createDirectories(base.resolve("input/data/training"));
        Files.writeString(base.resolve("input/data/training/rows.csv"), LoanRows.csv(2000, 2));
        hyperparameters("20");
    }

    @Test
    void trainsServesAndEndsOnSigterm() throws Exception {
        Process training = start("train");
        assertThat(training.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(training.exitValue()).isZero();
        assertThat(text(training.getInputStream())).contains("validation:roc_auc=");
        assertThat(text(training.getErrorStream())).isEmpty();

        Process serving = start("serve");
        try {
            String url = "http://127.0.0.1:" + port(serving);
            assertThat(send(HttpRequest.newBuilder(URI.create(url + "/ping")).build())
                            .statusCode())
                    .isEqualTo(200);
            HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(url + "/invocations"))
                    .header("Content-Type", "text/csv")
                    .POST(HttpRequest.BodyPublishers.ofString("600,rent,1\n2900,own,1\n"))
                    .build());
            List<Double> scores = answer.body().lines().map(Double::valueOf).toList();
            assertThat(scores.get(0)).isGreaterThan(0.5);
            assertThat(scores.get(1)).isLessThan(0.3);
        } finally {
            serving.toHandle().destroy();
        }
        assertThat(serving.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(serving.exitValue()).isZero();
        assertThat(text(serving.getErrorStream())).isEmpty();
    }

    @Test
    void savesTheTreesThatAreDoneOnSigterm() throws Exception {
        hyperparameters("10000");
        Process training = start("train");
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(training.getInputStream(), StandardCharsets.UTF_8));
        String line = lines.readLine();
        while (line != null && !line.contains("grew 20 of 10000 trees")) {
            line = lines.readLine();
        }
        training.toHandle().destroy();

        assertThat(lines.lines()).anyMatch(later -> later.startsWith("validation:roc_auc="));
        assertThat(training.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(training.exitValue()).isZero();
        assertThat(base.resolve("model/model.bin")).isNotEmptyFile();
    }

    @Test
    void shipsSmileAsItsOwnJarsAndNoNatives() throws IOException {
        try (Stream<Path> jars = Files.list(image.resolve("opt/program/lib"))) {
            List<String> names = jars.map(jar -> jar.getFileName().toString()).toList();
            assertThat(names)
                    .anyMatch(name -> name.startsWith("smile-core-"))
                    .anyMatch(name -> name.startsWith("smile-math-"))
                    .anyMatch(name -> name.startsWith("smile-data-"))
                    .noneMatch(name -> name.matches(".*(openblas|javacpp|arpack|native).*"));
        }
        assertThat(image.resolve("opt/program/licenses/LGPL-3.0.txt")).isNotEmptyFile();
    }

    private void hyperparameters(String trees) throws IOException {
        Files.writeString(
                base.resolve("input/config/hyperparameters.json"),
                "{\"label\":\"status\",\"positive\":\"bad\",\"ntrees\":\"" + trees + "\"}");
    }

    private Process start(String command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-jar",
                image.resolve("opt/program/mlops-trainer.jar").toString(),
                command);
        builder.environment().clear();
        builder.environment().put("SAGEMAKER_BASE_DIR", base.toString());
        builder.environment().put("SAGEMAKER_BIND_TO_PORT", "0");
        return builder.start();
    }

    private static String port(Process serving) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(serving.getInputStream(), StandardCharsets.UTF_8));
        Matcher port = Pattern.compile("port ([0-9]+)").matcher(String.valueOf(lines.readLine()));
        assertThat(port.find()).isTrue();
        return port.group(1);
    }

    private static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static String text(InputStream stream) throws IOException {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
}
