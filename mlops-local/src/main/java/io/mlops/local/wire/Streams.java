package io.mlops.local.wire;

import com.sun.net.httpserver.HttpExchange;
import io.mlops.local.call.Input;
import io.mlops.local.call.Invocations;
import io.mlops.local.call.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;

/** Serves an operation whose request's or response's body is a stream. */
final class Streams {
    private Streams() {}

    static boolean takesBody(Operation operation) {
        return operation.method().stream()
                .anyMatch(method -> List.of(method.getParameterTypes()).contains(RequestBody.class));
    }

    /** The request's body: its stream, and what it turned out to be once it was read. */
    static BodyStream body(WireRequest request) throws IOException {
        boolean chunked = request.header("content-encoding").orElse("").contains("aws-chunked")
                || request.header("x-amz-content-sha256").orElse("").startsWith("STREAMING-");
        InputStream stream = chunked ? new AwsChunkedInputStream(request.body()) : request.body();
        String length = chunked ? "x-amz-decoded-content-length" : "content-length";
        return new BodyStream(stream, request.header(length).map(Long::parseLong));
    }

    static Input input(Operation operation, SdkRequest request, Optional<BodyStream> body) {
        return new Input(request, body.map(stream -> new Input.Streamed("Body", stream::digest)));
    }

    /** Calls the service's method with what it takes; the answer is null where a transformer has sent it. */
    static @Nullable SdkPojo serve(
            Object target, Operation operation, SdkRequest request, Optional<BodyStream> body, Sender sender)
            throws Exception {
        Method method = operation.method().orElseThrow();
        List<Object> arguments = new ArrayList<>(List.of(request));
        for (Class<?> type : List.of(method.getParameterTypes()).subList(1, method.getParameterCount())) {
            arguments.add(type == RequestBody.class ? body.orElseThrow().asRequestBody() : sender.asTransformer());
        }
        Object answer = Invocations.invoke(target, method, arguments.toArray());
        return sender.hasSent() ? null : (SdkPojo) answer;
    }

    /** Sends a streamed answer. */
    static final class Sender {
        private final HttpExchange exchange;
        private final Protocol protocol;
        private final Operation operation;
        private final String requestId;
        private boolean sent;

        Sender(HttpExchange exchange, Protocol protocol, Operation operation, String requestId) {
            this.exchange = exchange;
            this.protocol = protocol;
            this.operation = operation;
            this.requestId = requestId;
        }

        boolean hasSent() {
            return sent;
        }

        private ResponseTransformer<SdkPojo, Object> asTransformer() {
            return (response, stream) -> {
                RestProtocol rest = (RestProtocol) protocol;
                rest.writeHeaders(exchange, response, requestId);
                String length = exchange.getResponseHeaders().getFirst("Content-Length");
                exchange.getResponseHeaders().remove("Content-Length");
                sent = true;
                long size = length == null ? 0 : Long.parseLong(length);
                exchange.sendResponseHeaders(rest.status(operation, response), length != null && size == 0 ? -1 : size);
                try (stream;
                        OutputStream out = exchange.getResponseBody()) {
                    stream.transferTo(out);
                }
                return response;
            };
        }
    }
}
