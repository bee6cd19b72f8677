package io.mlops.local.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.local.LocalAws;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that mean no good, on raw sockets. */
class DoorTest {
    @TempDir
    static Path directory;

    private static LocalAws aws;

    @BeforeAll
    static void start() {
        aws = LocalAws.builder().directory(directory.resolve("shared")).start();
    }

    @AfterAll
    static void stop() {
        aws.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HELLO\r\n\r\n",
                "GET\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /?a=%zz HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET http://[ HTTP/1.1\r\nHost: a\r\n\r\n",
                "CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
                "PUT /b/k HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
                "PUT /b/k HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
                "PUT /b/k HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nX-Amz-Target: a.b\r\nContent-Length: 3\r\n\r\n}{}",
                "POST / HTTP/1.1\r\nHost: a\r\nAuthorization: ,=,=\r\nContent-Length: 0\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nAuthorization: AWS4-HMAC-SHA256 Credential=////,SignedHeaders=,Signature=\r\n\r\n",
                "GET /?X-Amz-Credential=a/20150830/r/s3/aws4_request&X-Amz-Date=20150830T123600Z HTTP/1.1\r\nHost: a\r\n\r\n"
            })
    void answersNonsenseWithAClientsErrorAndNoStackTrace(String request) throws IOException {
        String answer = ask(request);

        assertThat(answer).matches("(?s)HTTP/1.1 (4\\d\\d|501) .*|");
        assertThat(answer).doesNotContain("\tat ", "Exception:", "java.");
    }

    @Test
    void boundsADocument() {
        WireRequest request = new WireRequest("POST", "/", null, Map.of(), new InputStream() {
            @Override
            public int read() {
                return 'a';
            }

            @Override
            public int read(byte[] buffer, int offset, int count) {
                return count;
            }
        });

        assertThatThrownBy(request::document).hasMessageContaining("Request must be smaller than 83886080 bytes");
    }

    @Test
    void needsASignatureWhateverPageAsks() throws IOException {
        String request = String.join(
                "\r\n",
                "POST / HTTP/1.1",
                "Host: evil.example",
                "Origin: http://evil.example",
                "Content-Type: application/x-www-form-urlencoded",
                "Content-Length: 16",
                "",
                "Action=ListRoles");

        assertThat(ask(request)).startsWith("HTTP/1.1 403 ");
    }

    @Test
    void boundsHeadersConnectionsAndTheTimeOfARequest() throws Exception {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dsun.net.httpserver.maxReqTime=1",
                        "-Djdk.httpserver.maxConnections=3",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Other.class.getName(),
                        directory.resolve("other").toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            int port = Integer.parseInt(output.readLine());
            String many =
                    IntStream.range(0, 300).mapToObj(i -> "a" + i + ": b\r\n").collect(Collectors.joining());
            String large = "a: " + "b".repeat(100_000) + "\r\n";
            assertThat(ask(port, "GET / HTTP/1.1\r\n" + many + "\r\n")).doesNotContain("403");
            assertThat(ask(port, "GET / HTTP/1.1\r\n" + large + "\r\n")).doesNotContain("403");
            assertThat(ask(port, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")).startsWith("HTTP/1.1 403 ");
            try (Socket header = connect(port);
                    Socket body = connect(port)) {
                send(header, "GET / HTTP/1.1\r\nHost: a\r\nX-");
                send(body, "PUT /b/k HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\na");
                assertThat(answer(header)).isEmpty();
                assertThat(answer(body)).isEmpty();
            }
            try (Socket one = connect(port);
                    Socket two = connect(port);
                    Socket three = connect(port);
                    Socket four = connect(port)) {
                send(four, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
                assertThat(answer(four)).isEmpty();
                assertThat(List.of(one, two, three)).allMatch(Socket::isConnected);
            }
        } finally {
            process.destroyForcibly();
        }
    }

    /** An emulator of its own, in a process whose limits a test sets. */
    static final class Other {
        private Other() {}

        public static void main(String[] arguments) throws InterruptedException {
            LocalAws other = LocalAws.builder().directory(Path.of(arguments[0])).start();
            System.out.println(other.endpoint().getPort());
            Thread.currentThread().join();
        }
    }

    private static String ask(String request) throws IOException {
        return ask(aws.endpoint().getPort(), request);
    }

    private static String ask(int port, String request) throws IOException {
        try (Socket socket = connect(port)) {
            send(socket, request);
            socket.shutdownOutput();
            return answer(socket);
        }
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
        socket.setSoTimeout((int) Duration.ofSeconds(15).toMillis());
        return socket;
    }

    private static void send(Socket socket, String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }

    /** What came until the connection ended. */
    private static String answer(Socket socket) throws IOException {
        StringBuilder answer = new StringBuilder();
        byte[] buffer = new byte[8192];
        try {
            for (int read = socket.getInputStream().read(buffer);
                    read >= 0;
                    read = socket.getInputStream().read(buffer)) {
                answer.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
            }
        } catch (SocketException e) {
            // A reset ends it as well.
        }
        return answer.toString();
    }
}
