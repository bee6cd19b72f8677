package io.mlops.local.sagemaker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.URL;
import java.util.Map;

/**
 * The loopback port that a container serves on. Connections are not kept: a container that closes an idle one would
 * otherwise break the next call, which must not be sent twice.
 *
 * @param number the port
 */
record ContainerPort(int number) {
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
     * Sends {@code POST /invocations}.
     *
     * @return the connection, whose answer's status has come
     * @throws java.net.SocketTimeoutException if none came within 60 s
     * @throws IOException if nobody answers
     */
    HttpURLConnection invoke(Map<String, String> headers, byte[] body) throws IOException {
        HttpURLConnection connection = open("/invocations", CONNECT_MILLIS, ANSWER_MILLIS);
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(body.length);
        headers.forEach(connection::setRequestProperty);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        }
        if (connection.getResponseCode() < 0) {
            throw new IOException("the answer is not HTTP");
        }
        return connection;
    }

    /** Gives an answer's body, of success or not. */
    static InputStream body(HttpURLConnection connection) throws IOException {
        InputStream stream =
                connection.getResponseCode() < 400 ? connection.getInputStream() : connection.getErrorStream();
        return stream == null ? InputStream.nullInputStream() : stream;
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
