package io.mlops.local.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.mlops.local.call.Operation;
import io.mlops.local.call.Refusals;
import io.mlops.local.call.ServiceCatalog;
import io.mlops.local.facts.Facts;
import java.io.IOException;
import java.util.Map;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;

/** AWS JSON: one path, the operation in {@code X-Amz-Target}, a JSON document each way. */
final class JsonProtocol implements Protocol {
    private final Facts facts;

    JsonProtocol(Facts facts) {
        this.facts = facts;
    }

    @Override
    public Kind kind() {
        return Kind.JSON;
    }

    @Override
    public Routed route(WireRequest request, ServiceCatalog services) {
        String target = request.header("x-amz-target").orElse("");
        int dot = target.lastIndexOf('.');
        String prefix = dot < 0 ? "" : target.substring(0, dot);
        Operation operation = facts.services().entrySet().stream()
                .filter(entry -> prefix.equals(entry.getValue().targetPrefix()))
                .map(Map.Entry::getKey)
                .findFirst()
                .flatMap(service -> services.operation(service, target.substring(dot + 1)))
                .filter(found -> found.method().isPresent())
                .orElseThrow(() -> Refusals.of(
                        "UnknownOperationException",
                        400,
                        "The operation " + target + " is unknown or not supported by this emulator"));
        return new Routed() {
            @Override
            public Operation operation() {
                return operation;
            }

            @Override
            public SdkRequest input() throws IOException {
                return read(operation, request.document());
            }
        };
    }

    private static SdkRequest read(Operation operation, byte[] document) throws IOException {
        SdkPojo builder = Requests.builder(operation);
        JsonShapes.read(
                document.length == 0 ? JsonNodeFactory.instance.objectNode() : parse(document), builder, field -> true);
        return Requests.build(builder);
    }

    static JsonNode parse(byte[] document) throws IOException {
        try {
            return JsonShapes.MAPPER.readTree(document);
        } catch (JsonProcessingException e) {
            throw Refusals.of("SerializationException", 400, "The request body is not JSON");
        }
    }

    @Override
    public void answer(HttpExchange exchange, Operation operation, SdkPojo output, String requestId)
            throws IOException {
        exchange.getResponseHeaders().set("x-amzn-RequestId", requestId);
        ObjectNode document = JsonShapes.write(output, JsonShapes.WIRE, field -> true);
        Answers.send(exchange, 200, "application/x-amz-json-1.1", JsonShapes.MAPPER.writeValueAsBytes(document));
    }

    @Override
    public void refuse(HttpExchange exchange, WireError error, String requestId) throws IOException {
        sendError(exchange, error, requestId, "application/x-amz-json-1.1");
    }

    static void sendError(HttpExchange exchange, WireError error, String requestId, String contentType)
            throws IOException {
        exchange.getResponseHeaders().set("x-amzn-RequestId", requestId);
        exchange.getResponseHeaders().set("x-amzn-ErrorType", error.code());
        ObjectNode document = JsonShapes.write(error.members(), JsonShapes.WIRE, field -> true);
        document.put("__type", error.code()).put("message", error.message());
        Answers.send(exchange, error.status(), contentType, JsonShapes.MAPPER.writeValueAsBytes(document));
    }
}
