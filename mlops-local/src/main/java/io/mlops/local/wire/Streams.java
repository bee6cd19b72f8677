package io.mlops.local.wire;

import com.sun.net.httpserver.HttpExchange;
import io.mlops.local.call.Input;
import io.mlops.local.call.Invocations;
import io.mlops.local.call.Operation;
import io.mlops.local.call.Refusals;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;

/** Serves an operation whose request's or response's body is a stream. */
final class Streams {
    private static final int BUFFER = 64 * 1024;

    private Streams() {}

    static boolean takesBody(Operation operation) {
        return operation.method().stream()
                .anyMatch(method -> List.of(method.getParameterTypes()).contains(RequestBody.class));
    }

    /** The request's body: its stream, and what it turned out to be once it was read. */
    static BodyStream body(WireRequest request) {
        String name = request.isChunked() ? "x-amz-decoded-content-length" : "content-length";
        String length = request.header(name)
                .orElseThrow(() ->
                        Refusals.of("MissingContentLength", 411, "You must provide the Content-Length HTTP header."));
        List<String> trailers = List.of(request.header("x-amz-trailer")
                .orElse("")
                .toLowerCase(Locale.ROOT)
                .split("\\s*,\\s*"));
        try {
            return new BodyStream(request.body(), Optional.of(Long.parseUnsignedLong(length)), Set.copyOf(trailers));
        } catch (NumberFormatException e) {
            throw Refusals.of("InvalidArgument", 400, name + " is not a number");
        }
    }

    static Input input(Operation operation, SdkRequest request, Optional<BodyStream> body) {
        return new Input(request, body.map(stream -> new Input.Streamed("Body", stream::summary)));
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
        private final Runnable answering;
        private boolean sent;

        Sender(HttpExchange exchange, Protocol protocol, Operation operation, String requestId, Runnable answering) {
            this.exchange = exchange;
            this.protocol = protocol;
            this.operation = operation;
            this.requestId = requestId;
            this.answering = answering;
        }

        boolean hasSent() {
            return sent;
        }

        private ResponseTransformer<SdkPojo, Object> asTransformer() {
            return (response, stream) -> {
                answering.run();
                RestProtocol rest = (RestProtocol) protocol;
                rest.writeHeaders(exchange, response, requestId);
                String length = exchange.getResponseHeaders().getFirst("Content-Length");
                exchange.getResponseHeaders().remove("Content-Length");
                sent = true;
                long size = length == null ? 0 : Long.parseLong(length);
                exchange.sendResponseHeaders(rest.status(operation, response), length != null && size == 0 ? -1 : size);
                try (stream;
                        OutputStream out = exchange.getResponseBody()) {
                    byte[] buffer = new byte[BUFFER];
                    for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
                        out.write(buffer, 0, read);
                    }
                }
                return response;
            };
        }
    }
}
