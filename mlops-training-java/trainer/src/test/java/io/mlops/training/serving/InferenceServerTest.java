package io.mlops.training.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.training.data.CategoricalFeature;
import io.mlops.training.data.Feature;
import io.mlops.training.data.Labels;
import io.mlops.training.data.NumericFeature;
import io.mlops.training.model.FlatForest;
import io.mlops.training.model.FlatTreeBuilder;
import io.mlops.training.model.ForestShape;
import io.mlops.training.model.Model;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InferenceServerTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static InferenceServer server = start();

    @BeforeAll
    static void listensOnLoopback() {
        assertThat(server.address().getAddress().isLoopbackAddress()).isTrue();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void answersPingWithAnEmptyBody() throws Exception {
        HttpResponse<String> response =
                CLIENT.send(HttpRequest.newBuilder(uri("/ping")).build(), HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void scoresRowsOfCsv() throws Exception {
        HttpResponse<String> response = post("text/csv; charset=utf-8", "", "2,rent\n1,own\n,\n");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(type(response)).isEqualTo("text/csv");
        assertThat(response.body()).isEqualTo("0.9\n0.25\n0.9\n");
    }

    @Test
    void scoresRowsOfJson() throws Exception {
        HttpResponse<String> response = post(
                "application/json",
                "*/*",
                "{\"instances\":[{\"features\":[2,\"rent\"]},{\"features\":[\"1\",\"own\"]},{\"features\":[null,null]}]}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(type(response)).isEqualTo("application/json");
        assertThat(response.body())
                .isEqualTo(
                        "{\"predictions\":[{\"score\":0.9,\"predicted_label\":\"bad\"},"
                                + "{\"score\":0.25,\"predicted_label\":\"good\"},{\"score\":0.9,\"predicted_label\":\"bad\"}]}");
    }

    @Test
    void scoresRowsOfJsonLinesArraysAndNames() throws Exception {
        HttpResponse<String> lines = post(
                "application/jsonlines",
                "",
                "{\"features\":[2,\"rent\"]}\n\n[1,\"own\"]\n{\"home\":null,\"amount\":9}");

        assertThat(type(lines)).isEqualTo("application/jsonlines");
        assertThat(lines.body().lines())
                .containsExactly(
                        "{\"score\":0.9,\"predicted_label\":\"bad\"}",
                        "{\"score\":0.25,\"predicted_label\":\"good\"}",
                        "{\"score\":0.9,\"predicted_label\":\"bad\"}");
        assertThat(post("application/json", "text/csv", "{\"instances\":[[2,\"rent\"]]}")
                        .body())
                .isEqualTo("0.9\n");
        assertThat(post("application/jsonlines", "", "[1,\"own\"]\n[1,").body()).contains("row 2: not JSON");
    }

    @Test
    void tellsWhatAcceptAsksFor() throws Exception {
        assertThat(post("text/csv", "text/csv;output=label", "2,rent\n1,own").body())
                .isEqualTo("bad\ngood\n");
        assertThat(post("text/csv", "application/json;output=probabilities", "1,own")
                        .body())
                .isEqualTo("{\"predictions\":[{\"score\":0.25,\"probabilities\":{\"good\":0.75,\"bad\":0.25}}]}");
        assertThat(post("text/csv", "text/csv;output=probabilities", "1,own").body())
                .isEqualTo("0.75,0.25\n");
        assertThat(post("text/csv", "application/jsonlines; output=\"contributions\"", "2,own")
                        .body())
                .isEqualTo("{\"score\":0.9,\"contributions\":{\"amount\":0.39,\"home\":0.0},\"base\":0.51}\n");
        assertThat(post("text/csv", "text/csv;output=mood", "1,own").statusCode())
                .isEqualTo(406);
    }

    @Test
    void sendsCustomAttributesBack() throws Exception {
        HttpResponse<String> response = CLIENT.send(
                HttpRequest.newBuilder(uri("/invocations"))
                        .header("Content-Type", "text/csv")
                        .header("X-Amzn-SageMaker-Custom-Attributes", "trace=1")
                        .POST(HttpRequest.BodyPublishers.ofString("1,own"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(response.headers().firstValue("X-Amzn-SageMaker-Custom-Attributes"))
                .hasValue("trace=1");
    }

    @Test
    void saysHowBatchTransformMayCall() throws Exception {
        HttpResponse<String> response = get("/execution-parameters");

        assertThat(type(response)).isEqualTo("application/json");
        assertThat(response.body())
                .matches(
                        "\\{\"MaxConcurrentTransforms\":[0-9]+,\"BatchStrategy\":\"MULTI_RECORD\",\"MaxPayloadInMB\":6}");
    }

    @Test
    void countsInvocationsAndTheirTime() throws Exception {
        InferenceServer counting = start();
        URI base = URI.create("http://127.0.0.1:" + counting.address().getPort());
        for (String body : List.of("1,own", "2,rent", "x,own")) {
            CLIENT.send(
                    HttpRequest.newBuilder(base.resolve("/invocations"))
                            .header("Content-Type", "text/csv")
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }

        HttpResponse<String> metrics = CLIENT.send(
                HttpRequest.newBuilder(base.resolve("/metrics")).build(), HttpResponse.BodyHandlers.ofString());
        counting.close();

        assertThat(type(metrics)).startsWith("text/plain; version=0.0.4");
        assertThat(metrics.body())
                .contains("# TYPE mlops_invocation_seconds histogram", "mlops_invocation_seconds_bucket{le=\"+Inf\"}")
                .contains("mlops_invocations_total{status=\"200\"}", "mlops_invocations_total{status=\"400\"} ");
    }

    @Test
    void takesAJsonNumberForTheCategoryOfTheSameText() throws Exception {
        HttpResponse<String> response = post(
                "application/json",
                "text/csv",
                "{\"instances\":[{\"features\":[1e0,2]},{\"features\":[2.50,1.50]},{\"features\":[-1.5e-3,\"2\"]}]}");

        assertThat(response.body()).isEqualTo("0.25\n0.9\n0.25\n");
        assertThat(post("application/json", "", "{\"instances\":[{\"features\":[1,1.5]}]}")
                        .body())
                .contains("got \\\"1.5\\\"");
        assertThat(post("application/json", "", "{\"instances\":[{\"features\":[1e99999999999,2]}]}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void answersPingWhileInvocationsWait() throws Exception {
        InferenceServer busy = start();
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < InferenceServer.THREADS / 2; i++) {
                Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(), busy.address().getPort());
                sockets.add(socket);
                write(socket, "POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\n");
                write(socket, "Content-Length: 5\r\n\r\n1,o");
            }
            URI base = URI.create("http://127.0.0.1:" + busy.address().getPort());

            HttpResponse<String> ping = CLIENT.send(
                    HttpRequest.newBuilder(base.resolve("/ping"))
                            .timeout(Duration.ofSeconds(2))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            HttpResponse<String> invocation = CLIENT.send(
                    HttpRequest.newBuilder(base.resolve("/invocations"))
                            .timeout(Duration.ofSeconds(5))
                            .header("Content-Type", "text/csv")
                            .POST(HttpRequest.BodyPublishers.ofString("1,own"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());

            assertThat(ping.statusCode()).isEqualTo(200);
            assertThat(invocation.statusCode()).isEqualTo(503);
            assertThat(invocation.body()).contains("send the request again");
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
            busy.close();
        }
    }

    @Test
    void answersInTheFormThatIsAccepted() throws Exception {
        assertThat(type(post("text/csv", "application/json", "1,own"))).isEqualTo("application/json");
        assertThat(type(post("text/csv", "image/png, text/csv;q=0.5", "1,own"))).isEqualTo("text/csv");
        assertThat(post("text/csv", "image/png", "1,own").statusCode()).isEqualTo(406);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "text/csv|1,own\\nabc,own|row 2, column \\\"amount\\\": got \\\"abc\\\"; accepted is a finite number",
                "text/csv|1,boat|row 1, column \\\"home\\\": got \\\"boat\\\"; accepted is one of \\\"1.50\\\", \\\"2\\\", \\\"own\\\", \\\"rent\\\"",
                "text/csv|1|row 1: 1 values; accepted are 2, in this order, without the label: \\\"amount\\\", \\\"home\\\"",
                "text/csv|NaN,own|got \\\"NaN\\\"",
                "text/csv||no rows",
                "application/json|{|not JSON",
                "application/json|[]|no array \\\"instances\\\"",
                "application/json|{\"instances\":[{}]}|row 1: no array \\\"features\\\"",
                "application/json|{\"instances\":[{\"amount\":1}]}|row 1: no column \\\"home\\\"",
                "application/json|{\"instances\":[{\"amount\":1,\"home\":null,\"x\":1}]}|row 1: unknown column \\\"x\\\"",
                "application/jsonlines|[1]|row 1: 1 values; accepted are 2",
                "application/json|{\"instances\":[{\"features\":[1,true]}]}|row 1, column \\\"home\\\": got \\\"true\\\"",
                "application/json|{\"instances\":[{\"features\":[1e999,\"own\"]}]}|row 1, column \\\"amount\\\"",
                "application/json|{\"instances\":[{\"features\":[[1],\"own\"]}]}|row 1, column \\\"amount\\\": got \\\"[1]\\\"",
            })
    void refusesBadRowsAndSaysWhere(String contentType, String body, String complaint) throws Exception {
        HttpResponse<String> response = post(contentType, "", body == null ? "" : body.replace("\\n", "\n"));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(type(response)).isEqualTo("application/json");
        assertThat(response.body()).startsWith("{\"error\":\"").contains(complaint);
    }

    @Test
    void refusesOtherTypesMethodsAndPaths() throws Exception {
        assertThat(post("text/plain", "", "1,own").statusCode()).isEqualTo(415);
        assertThat(post("", "", "1,own").statusCode()).isEqualTo(415);
        assertThat(get("/invocations").statusCode()).isEqualTo(405);
        assertThat(get("/pingpong").statusCode()).isEqualTo(404);
    }

    @Test
    void refusesBodiesThatAreTooLong() throws Exception {
        HttpResponse<String> response = post("text/csv", "", "1,own\n".repeat(1_400_000));

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).contains("6291456");
    }

    @Test
    void answersWhatHasBegunBeforeItEnds() throws Exception {
        InferenceServer ending = start();
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), ending.address().getPort())) {
            write(socket, "POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\n");
            write(socket, "Connection: close\r\nContent-Length: 5\r\n\r\n1,o");
            awaitBusy(ending);

            CompletableFuture<Void> closing = CompletableFuture.runAsync(ending::close);
            write(socket, "wn");

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 200 OK")
                    .endsWith("0.25\n");
            closing.get(5, TimeUnit.SECONDS);
        }
    }

    /** The request above has begun once the server reads: until then a close would rightly refuse it. */
    private static void awaitBusy(InferenceServer ending) {
        while (!ending.isBusy()) {
            Thread.onSpinWait();
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private static InferenceServer start() {
        try {
            return new InferenceServer(model(), new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Model model() {
        List<Feature> features = List.of(
                new NumericFeature("amount", 3.5, 0, 9),
                new CategoricalFeature("home", List.of("1.50", "2", "own", "rent")));
        Labels labels = Labels.binary("status", "bad", "good");
        FlatTreeBuilder tree = new FlatTreeBuilder();
        tree.addLeaf(new double[] {0.5}, 10);
        tree.addLeaf(new double[] {0.25}, 6);
        tree.addLeaf(new double[] {0.9}, 4);
        tree.cut(0, 0, 1.25, false, 1);
        return new Model(
                features,
                labels,
                Model.THRESHOLD,
                FlatForest.of(ForestShape.of(features, labels), List.of(tree.build())),
                Map.of());
    }

    private static HttpResponse<String> post(String contentType, String accept, String body) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri("/invocations")).POST(HttpRequest.BodyPublishers.ofString(body));
        if (!contentType.isEmpty()) {
            request.header("Content-Type", contentType);
        }
        if (!accept.isEmpty()) {
            request.header("Accept", accept);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return CLIENT.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String type(HttpResponse<String> response) {
        return response.headers().firstValue("Content-Type").orElse("");
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.address().getPort() + path);
    }
}
