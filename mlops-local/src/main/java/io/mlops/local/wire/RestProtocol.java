package io.mlops.local.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.mlops.local.call.Operation;
import io.mlops.local.call.ServiceCatalog;
import io.mlops.local.facts.Facts;
import io.mlops.local.facts.ServiceFacts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.protocol.MarshallingKnownType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.PayloadTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait;
import software.amazon.awssdk.utils.builder.Buildable;

/** REST: members in path, query and headers; the rest is a JSON or XML document, or the body itself. */
final class RestProtocol implements Protocol {
    private static final TimestampFormatTrait.Format HEADER_TIMES = TimestampFormatTrait.Format.RFC_822;
    private static final TimestampFormatTrait.Format QUERY_TIMES = TimestampFormatTrait.Format.ISO_8601;

    /** S3's names of errors that other services call otherwise. */
    private static final Map<String, String> S3_CODES = Map.of(
            "AccessDeniedException", "AccessDenied",
            "ValidationException", "MalformedXML",
            "SerializationException", "InvalidArgument",
            "InternalFailure", "InternalError");

    private final String service;
    private final boolean xml;
    private final RestRoutes routes;
    private final ServiceFacts facts;

    RestProtocol(Facts facts, String service) {
        this.service = service;
        this.facts = facts.of(service);
        this.xml = facts.names(service).protocol().equals("rest-xml");
        this.routes = new RestRoutes(this.facts);
    }

    @Override
    public Kind kind() {
        return xml ? Kind.REST_XML : Kind.REST_JSON;
    }

    @Override
    public Routed route(WireRequest request, ServiceCatalog services) {
        RestRoutes.Match match = routes.find(request, operation -> isServed(operation, services))
                .orElseThrow(() -> Unserved.of(kind(), request.method() + " " + request.path()));
        Operation operation = services.operation(service, match.operation())
                .filter(found -> found.method().isPresent())
                .orElseThrow(() -> Unserved.of(kind(), "The operation " + service + ":" + match.operation()));
        return new Routed(operation, () -> read(operation, request, match.labels()));
    }

    private boolean isServed(String operation, ServiceCatalog services) {
        return services.operation(service, operation).flatMap(Operation::method).isPresent();
    }

    private SdkRequest read(Operation operation, WireRequest request, Map<String, String> labels) throws IOException {
        SdkPojo builder = Requests.builder(operation);
        for (SdkField<?> field : builder.sdkFields()) {
            String name = field.locationName();
            switch (field.location()) {
                case PATH, GREEDY_PATH -> set(field, builder, Optional.ofNullable(labels.get(name)), QUERY_TIMES);
                case QUERY_PARAM -> readQuery(field, builder, request);
                case HEADER -> readHeader(field, builder, request);
                default -> {}
            }
        }
        if (!Streams.takesBody(operation)) {
            readDocument(builder, request.document());
        }
        return Requests.build(builder);
    }

    private static void set(
            SdkField<?> field, SdkPojo builder, Optional<String> text, TimestampFormatTrait.Format times) {
        text.ifPresent(value -> field.set(builder, Scalars.read(field, value, times)));
    }

    private static void readQuery(SdkField<?> field, SdkPojo builder, WireRequest request) {
        List<String> values = request.query().get(field.locationName());
        if (values != null && field.marshallingType().getKnownType() == MarshallingKnownType.LIST) {
            field.set(builder, values);
        } else if (values != null) {
            set(field, builder, Optional.of(values.get(0)), QUERY_TIMES);
        }
    }

    private static void readHeader(SdkField<?> field, SdkPojo builder, WireRequest request) {
        String name = field.locationName().toLowerCase(Locale.ROOT);
        MarshallingKnownType type = field.marshallingType().getKnownType();
        if (type == MarshallingKnownType.MAP) {
            Map<String, String> map = new TreeMap<>();
            request.headers().forEach((header, value) -> {
                if (header.startsWith(name)) {
                    map.put(header.substring(name.length()), value);
                }
            });
            if (!map.isEmpty()) {
                field.set(builder, map);
            }
        } else if (type == MarshallingKnownType.LIST) {
            request.header(name).ifPresent(value -> field.set(builder, List.of(value.split("\\s*,\\s*"))));
        } else {
            set(field, builder, request.header(name), HEADER_TIMES);
        }
    }

    private void readDocument(SdkPojo builder, byte[] document) throws IOException {
        Optional<SdkField<?>> payload = payload(builder);
        if (document.length == 0) {
            return;
        } else if (payload.isPresent()
                && payload.get().marshallingType().getKnownType() == MarshallingKnownType.SDK_BYTES) {
            payload.get().set(builder, SdkBytes.fromByteArray(document));
        } else if (payload.isPresent()
                && payload.get().marshallingType().getKnownType() == MarshallingKnownType.STRING) {
            payload.get().set(builder, new String(document, StandardCharsets.UTF_8));
        } else if (payload.isPresent()) {
            SdkPojo shape = payload.get().constructor().get();
            readShape(shape, document);
            payload.get().set(builder, ((Buildable) shape).build());
        } else {
            readShape(builder, document);
        }
    }

    private void readShape(SdkPojo builder, byte[] document) throws IOException {
        if (xml) {
            XmlShapes.read(XmlShapes.parse(document), builder, RestProtocol::isInDocument);
        } else {
            JsonShapes.read(JsonProtocol.parse(JsonShapes.MAPPER, document), builder, RestProtocol::isInDocument);
        }
    }

    private static Optional<SdkField<?>> payload(SdkPojo shape) {
        for (SdkField<?> field : shape.sdkFields()) {
            if (field.containsTrait(PayloadTrait.class)) {
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }

    private static boolean isInDocument(SdkField<?> field) {
        return field.location() == MarshallLocation.PAYLOAD;
    }

    /** Sets the response's headers from the output's members. */
    void writeHeaders(HttpExchange exchange, SdkPojo output, String requestId) {
        exchange.getResponseHeaders().set(xml ? "x-amz-request-id" : "x-amzn-RequestId", requestId);
        for (SdkField<?> field : output.sdkFields()) {
            Object value = field.getValueOrDefault(output);
            if (value != null && field.location() == MarshallLocation.HEADER) {
                writeHeader(exchange.getResponseHeaders(), field, value);
            }
        }
    }

    private static void writeHeader(Headers headers, SdkField<?> field, Object value) {
        String name = field.unmarshallLocationName();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, text) -> headers.set(name + key, text.toString()));
        } else if (value instanceof List<?> list) {
            SdkField<?> member = field.getTrait(ListTrait.class).memberFieldInfo();
            List<String> texts = new ArrayList<>();
            list.forEach(element -> texts.add(Scalars.write(member, element, HEADER_TIMES)));
            headers.set(name, String.join(",", texts));
        } else {
            headers.set(name, Scalars.write(field, value, HEADER_TIMES));
        }
    }

    int status(Operation operation, SdkPojo output) {
        for (SdkField<?> field : output.sdkFields()) {
            if ("Content-Range".equals(field.unmarshallLocationName()) && field.getValueOrDefault(output) != null) {
                return 206;
            }
            if (field.location() == MarshallLocation.STATUS_CODE
                    && field.getValueOrDefault(output) instanceof Integer status) {
                return status;
            }
        }
        ServiceFacts.OperationFacts known = facts.operations().get(operation.name());
        return known == null ? 200 : known.status();
    }

    @Override
    public void answer(HttpExchange exchange, Operation operation, SdkPojo output, String requestId)
            throws IOException {
        writeHeaders(exchange, output, requestId);
        int status = status(operation, output);
        Optional<SdkField<?>> payload = payload(output);
        Object value =
                payload.map(field -> (Object) field.getValueOrDefault(output)).orElse(null);
        if (operation.name().equals(S3Roots.TEXT_OPERATION)) {
            Answers.send(exchange, status, "application/xml", S3Roots.text(output));
        } else if (payload.isPresent() && value == null) {
            Answers.send(exchange, status, "application/octet-stream", new byte[0]);
        } else if (value instanceof SdkBytes bytes) {
            Answers.send(exchange, status, "application/octet-stream", bytes.asByteArray());
        } else if (value instanceof String text) {
            Answers.send(exchange, status, "application/json", text.getBytes(StandardCharsets.UTF_8));
        } else if (value instanceof SdkPojo shape) {
            answerDocument(exchange, status, payload.get().unmarshallLocationName(), shape);
        } else {
            answerDocument(exchange, status, S3Roots.of(operation.name()), output);
        }
    }

    private void answerDocument(HttpExchange exchange, int status, String root, SdkPojo shape) throws IOException {
        if (xml) {
            boolean empty = shape.sdkFields().stream().noneMatch(RestProtocol::isInDocument);
            XmlText text = new XmlText().open(root + " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"");
            XmlShapes.write(text, shape, RestProtocol::isInDocument);
            Answers.send(
                    exchange,
                    status,
                    "application/xml",
                    empty ? new byte[0] : text.close(root).bytes());
        } else {
            ObjectNode document = JsonShapes.write(shape, JsonShapes.WIRE, RestProtocol::isInDocument);
            Answers.send(exchange, status, "application/json", JsonShapes.MAPPER.writeValueAsBytes(document));
        }
    }

    @Override
    public void refuse(HttpExchange exchange, WireError error, String requestId) throws IOException {
        if (!xml) {
            JsonProtocol.sendError(exchange, error, requestId, "application/json");
            return;
        }
        exchange.getResponseHeaders().set("x-amz-request-id", requestId);
        error.headers().forEach((name, values) -> exchange.getResponseHeaders().put(name, values));
        String code = S3_CODES.getOrDefault(error.code(), error.code());
        XmlText text = new XmlText().open("Error").element("Code", code).element("Message", error.message());
        error.details().forEach(text::element);
        text.element("Resource", exchange.getRequestURI().getRawPath());
        text.element("RequestId", requestId).close("Error");
        Answers.send(exchange, error.status(), "application/xml", text.bytes());
    }
}
