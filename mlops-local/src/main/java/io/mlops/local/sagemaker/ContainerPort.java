package io.mlops.local.sagemaker;

import io.mlops.local.account.Scheduler;
import io.mlops.local.account.Scheduler.Appointment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.DefaultHttpProcessor;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.http.protocol.HttpProcessor;
import org.apache.hc.core5.http.protocol.RequestContent;
import org.apache.hc.core5.http.protocol.RequestTargetHost;
import org.apache.hc.core5.http.protocol.RequestUserAgent;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.net.URIAuthority;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;

/**
 * The loopback port that a container serves on. Connections are not kept: a container that closes an idle one would
 * otherwise break the next call, which must not be sent twice. (The JDK's own clients keep them even where the request
 * says {@code Connection: close}, when the answer does not repeat it.)
 *
 * @param number the port
 */
record ContainerPort(int number) {
    /** The header of custom attributes, both ways. */
    static final String CUSTOM_ATTRIBUTES = "X-Amzn-SageMaker-Custom-Attributes";

    /** The most bytes that a request or an answer has. */
    static final int LARGEST_BODY = 6 * 1024 * 1024;

    private static final HttpProcessor PROCESSOR = new DefaultHttpProcessor(
            new RequestTargetHost(), new RequestContent(), new RequestUserAgent("AmazonSageMaker"));

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
        try (DefaultBHttpClientConnection connection = connect(PING_MILLIS, PING_MILLIS)) {
            return send(new BasicClassicHttpRequest(Method.GET, "/ping"), Map.of(), connection)
                            .getCode()
                    == HttpStatus.SC_OK;
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
        DefaultBHttpClientConnection connection = connect(CONNECT_MILLIS, ANSWER_MILLIS);
        AtomicBoolean late = new AtomicBoolean();
        Appointment timeout = scheduler.after(Duration.ofMillis(ANSWER_MILLIS), () -> {
            late.set(true);
            connection.close(CloseMode.IMMEDIATE);
        });
        try {
            ClassicHttpRequest request = new BasicClassicHttpRequest(Method.POST, "/invocations");
            request.setEntity(new ByteArrayEntity(body, null));
            return answer(send(request, headers, connection));
        } catch (IOException e) {
            throw late.get() ? new SocketTimeoutException("no answer within " + ANSWER_MILLIS + " ms") : e;
        } finally {
            timeout.cancel();
            connection.close(CloseMode.IMMEDIATE);
        }
    }

    private static Answer answer(ClassicHttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        byte[] body = entity == null ? new byte[0] : entity.getContent().readNBytes(LARGEST_BODY + 1);
        if (body.length > LARGEST_BODY) {
            throw new IOException("the answer is larger than " + LARGEST_BODY + " bytes");
        }
        return new Answer(
                response.getCode(),
                Optional.ofNullable(header(response, HttpHeaders.CONTENT_TYPE)).orElse("application/octet-stream"),
                header(response, CUSTOM_ATTRIBUTES),
                SdkBytes.fromByteArrayUnsafe(body));
    }

    private static @Nullable String header(ClassicHttpResponse response, String name) {
        Header header = response.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }

    private DefaultBHttpClientConnection connect(int connectMillis, int readMillis) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(readMillis);
            socket.connect(new InetSocketAddress(loopback(), number), connectMillis);
            DefaultBHttpClientConnection connection = new DefaultBHttpClientConnection(Http1Config.DEFAULT);
            connection.bind(socket);
            return connection;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private ClassicHttpResponse send(
            ClassicHttpRequest request, Map<String, String> headers, DefaultBHttpClientConnection connection)
            throws IOException {
        request.setAuthority(new URIAuthority("127.0.0.1", number));
        request.setHeader(HttpHeaders.ACCEPT, "*/*");
        request.setHeader(HttpHeaders.CONNECTION, "close");
        headers.forEach(request::setHeader);
        try {
            HttpCoreContext context = HttpCoreContext.create();
            HttpRequestExecutor executor = new HttpRequestExecutor();
            executor.preProcess(request, PROCESSOR, context);
            return executor.execute(request, connection, context);
        } catch (HttpException e) {
            throw new IOException("the answer is not HTTP", e);
        }
    }
}
