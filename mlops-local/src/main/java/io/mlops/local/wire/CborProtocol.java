package io.mlops.local.wire;

import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.sun.net.httpserver.HttpExchange;
import io.mlops.local.call.Operation;
import io.mlops.local.call.ServiceCatalog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;

/** Smithy RPC v2 with CBOR: {@code /service/<target prefix>/operation/<name>}, a CBOR map each way. */
final class CborProtocol implements Protocol {
    static final String NAME = "rpc-v2-cbor";
    static final String HEADER = "smithy-protocol";

    private static final CBORMapper MAPPER = new CBORMapper();

    private final Map<String, String> services;

    /** Takes the services' names by their target prefixes. */
    CborProtocol(Map<String, String> services) {
        this.services = services;
    }

    @Override
    public Kind kind() {
        return Kind.CBOR;
    }

    @Override
    public Routed route(WireRequest request, ServiceCatalog catalog) {
        String[] path = request.path().split("/", -1);
        boolean fits = path.length == 5 && path[1].equals("service") && path[3].equals("operation");
        Operation operation = Optional.ofNullable(fits ? services.get(path[2]) : null)
                .flatMap(service -> catalog.operation(service, path[4]))
                .filter(found -> found.method().isPresent())
                .orElseThrow(() -> Unserved.of(kind(), "The operation " + request.path()));
        return new Routed(operation, () -> read(operation, request.document()));
    }

    private static SdkRequest read(Operation operation, byte[] document) throws IOException {
        SdkPojo builder = Requests.builder(operation);
        if (document.length > 0) {
            JsonShapes.read(JsonProtocol.parse(MAPPER, document), builder, field -> true);
        }
        return Requests.build(builder);
    }

    @Override
    public void answer(HttpExchange exchange, Operation operation, SdkPojo output, String requestId)
            throws IOException {
        exchange.getResponseHeaders().set("x-amzn-RequestId", requestId);
        send(exchange, 200, output, Map.of());
    }

    @Override
    public void refuse(HttpExchange exchange, WireError error, String requestId) throws IOException {
        JsonProtocol.errorHeaders(exchange, error, requestId);
        send(exchange, error.status(), error.members(), Map.of("__type", error.shape(), "message", error.message()));
    }

    private static void send(HttpExchange exchange, int status, SdkPojo shape, Map<String, String> more)
            throws IOException {
        exchange.getResponseHeaders().set(HEADER, NAME);
        ByteArrayOutputStream document = new ByteArrayOutputStream();
        try (CBORGenerator cbor = MAPPER.getFactory().createGenerator(document)) {
            CborShapes.write(cbor, shape, more);
        }
        Answers.send(exchange, status, "application/cbor", document.toByteArray());
    }
}
