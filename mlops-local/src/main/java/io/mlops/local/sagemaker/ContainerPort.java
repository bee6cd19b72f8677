package io.mlops.local.sagemaker;

import io.mlops.local.account.Scheduler;
import io.mlops.local.account.Scheduler.Appointment;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;

/**
 * The loopback port that a container serves on. Connections are not kept: a container that closes an idle one would
 * otherwise break the next call, which must not be sent twice.
 *
 * @param number the port
 */
record ContainerPort(int number) {
    /** The header of custom attributes, both ways. */
    static final String CUSTOM_ATTRIBUTES = "X-Amzn-SageMaker-Custom-Attributes";

    /** The most bytes that a request or an answer has. */
    static final int LARGEST_BODY = 6 * 1024 * 1024;

    private static final int PING_MILLIS = 2_000;
    private static final int CONNECT_MILLIS = 5_000;
    private static final int ANSWER_MILLIS = 60_000;

    /** Finds a port that is free now. */
    static ContainerPort free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, loopback())) {
            return new ContainerPort(socket.getLocalPort());
        }
    }

    private static InetAddress loopback() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    /** Says whether something else listens here. */
    boolean isTaken() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(loopback(), number), 1);
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Says whether {@code GET /ping} is answered with 200 within two seconds. */
    boolean ping() {
        try {
            HttpURLConnection connection = open("/ping", PING_MILLIS, PING_MILLIS);
            connection.setRequestProperty("Accept", "*/*");
            boolean healthy = connection.getResponseCode() == 200;
            connection.disconnect();
            return healthy;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * What a container answered.
     *
     * @param status the HTTP status
     * @param contentType the body's type
     * @param customAttributes its custom attributes, if it gave some
     * @param body the body
     */
    record Answer(int status, String contentType, @Nullable String customAttributes, SdkBytes body) {}

    /**
     * Sends {@code POST /invocations}.
     *
     * @throws java.net.SocketTimeoutException if the answer was not there within 60 s
     * @throws IOException if nobody answers, or with more than 6 MiB
     */
    Answer invoke(Map<String, String> headers, byte[] body, Scheduler scheduler) throws IOException {
        HttpURLConnection connection = open("/invocations", CONNECT_MILLIS, ANSWER_MILLIS);
        AtomicBoolean late = new AtomicBoolean();
        Appointment timeout = scheduler.after(Duration.ofMillis(ANSWER_MILLIS), () -> {
            late.set(true);
            connection.disconnect();
        });
        try {
            connection.setRequestMethod("POST");
            connection.setDoOutput(true);
            connection.setFixedLengthStreamingMode(body.length);
            headers.forEach(connection::setRequestProperty);
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body);
            }
            return answer(connection);
        } catch (IOException e) {
            throw late.get() ? new SocketTimeoutException("no answer within " + ANSWER_MILLIS + " ms") : e;
        } finally {
            timeout.cancel();
            connection.disconnect();
        }
    }

    /** Reads the answer. Its stream is not closed: that would keep the connection for the next call. */
    private static Answer answer(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        if (status < 0) {
            throw new IOException("the answer is not HTTP");
        }
        InputStream stream = status < 400 ? connection.getInputStream() : connection.getErrorStream();
        byte[] body = stream == null ? new byte[0] : stream.readNBytes(LARGEST_BODY + 1);
        if (body.length > LARGEST_BODY) {
            throw new IOException("the answer is larger than " + LARGEST_BODY + " bytes");
        }
        String type = connection.getContentType();
        return new Answer(
                status,
                type == null ? "application/octet-stream" : type,
                connection.getHeaderField(CUSTOM_ATTRIBUTES),
                SdkBytes.fromByteArrayUnsafe(body));
    }

    private HttpURLConnection open(String path, int connectMillis, int readMillis) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) new URL("http", "127.0.0.1", number, path).openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(connectMillis);
        connection.setReadTimeout(readMillis);
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setRequestProperty("Connection", "close");
        connection.setRequestProperty("User-Agent", "AmazonSageMaker");
        return connection;
    }
}
