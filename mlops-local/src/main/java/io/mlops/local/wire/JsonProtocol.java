package io.mlops.local.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.mlops.local.call.Operation;
import io.mlops.local.call.Refusals;
import io.mlops.local.call.ServiceCatalog;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;

/** AWS JSON: one path, the operation in {@code X-Amz-Target}, a JSON document each way; 1.0 or 1.1 as it is asked. */
final class JsonProtocol implements Protocol {
    private static final String VERSION_1_0 = "application/x-amz-json-1.0";
    private static final String VERSION_1_1 = "application/x-amz-json-1.1";

    private final Map<String, String> services;

    /** Takes the services' names by their target prefixes. */
    JsonProtocol(Map<String, String> services) {
        this.services = services;
    }

    @Override
    public Kind kind() {
        return Kind.JSON;
    }

    @Override
    public Routed route(WireRequest request, ServiceCatalog catalog) {
        String target = request.headers().getOrDefault("x-amz-target", "");
        int dot = Math.max(target.lastIndexOf('.'), 0);
        Operation operation = Optional.ofNullable(services.get(target.substring(0, dot)))
                .flatMap(service -> catalog.operation(service, target.substring(dot + 1)))
                .filter(found -> found.method().isPresent())
                .orElseThrow(() -> Unserved.of(kind(), "The operation " + target));
        return new Routed(operation, () -> read(operation, request.document()));
    }

    private static SdkRequest read(Operation operation, byte[] document) throws IOException {
        SdkPojo builder = Requests.builder(operation);
        if (document.length > 0) {
            JsonShapes.read(parse(JsonShapes.MAPPER, document), builder, field -> true);
        }
        return Requests.build(builder);
    }

    /** Parses a document that must be an object. */
    static JsonNode parse(ObjectMapper mapper, byte[] document) throws IOException {
        try {
            JsonNode node = mapper.readTree(document);
            if (node.isObject()) {
                return node;
            }
        } catch (JsonProcessingException e) {
            // Refused below, like a document that is no object.
        }
        throw Refusals.of("SerializationException", 400, "The request body is not an object of the protocol");
    }

    @Override
    public void answer(HttpExchange exchange, Operation operation, SdkPojo output, String requestId)
            throws IOException {
        exchange.getResponseHeaders().set("x-amzn-RequestId", requestId);
        ObjectNode document = JsonShapes.write(output, JsonShapes.WIRE, field -> true);
        Answers.send(exchange, 200, version(exchange), JsonShapes.MAPPER.writeValueAsBytes(document));
    }

    private static String version(HttpExchange exchange) {
        String asked = exchange.getRequestHeaders().getFirst("Content-Type");
        return asked != null && asked.startsWith(VERSION_1_0) ? VERSION_1_0 : VERSION_1_1;
    }

    @Override
    public void refuse(HttpExchange exchange, WireError error, String requestId) throws IOException {
        sendError(exchange, error, requestId, version(exchange));
    }

    static void sendError(HttpExchange exchange, WireError error, String requestId, String contentType)
            throws IOException {
        errorHeaders(exchange, error, requestId);
        exchange.getResponseHeaders().set("x-amzn-ErrorType", error.shape());
        ObjectNode document = JsonShapes.write(error.members(), JsonShapes.WIRE, field -> true);
        document.put("__type", error.shape()).put("message", error.message());
        Answers.send(exchange, error.status(), contentType, JsonShapes.MAPPER.writeValueAsBytes(document));
    }

    /** Services that spoke AWS Query once keep its codes in a header of their own. */
    static void errorHeaders(HttpExchange exchange, WireError error, String requestId) {
        exchange.getResponseHeaders().set("x-amzn-RequestId", requestId);
        if (!error.code().equals(error.shape())) {
            exchange.getResponseHeaders()
                    .set("x-amzn-query-error", error.code() + (error.isSenders() ? ";Sender" : ";Receiver"));
        }
    }
}
