package io.mlops.local.wire;

import com.sun.net.httpserver.HttpExchange;
import io.mlops.local.call.Operation;
import io.mlops.local.call.ServiceCatalog;
import io.mlops.local.facts.Facts;
import io.mlops.local.facts.ServiceFacts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.protocol.MarshallingKnownType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait;
import software.amazon.awssdk.utils.builder.Buildable;

/** AWS Query: a form with {@code Action} there, XML back. */
final class QueryProtocol implements Protocol {
    private final Facts facts;
    private final String service;

    QueryProtocol(Facts facts, String service) {
        this.facts = facts;
        this.service = service;
    }

    @Override
    public Kind kind() {
        return Kind.QUERY;
    }

    @Override
    public Routed route(WireRequest request, ServiceCatalog services) throws IOException {
        byte[] document = request.document();
        // A presigned GetCallerIdentity has its form in the query.
        Map<String, List<String>> form = document.length == 0
                ? request.query()
                : WireRequest.parameters(new String(document, StandardCharsets.UTF_8));
        String action = form.getOrDefault("Action", List.of("")).get(0);
        Operation operation = services.operation(service, action)
                .filter(found -> found.method().isPresent())
                .orElseThrow(() -> Unserved.of(kind(), "The operation " + service + ":" + action));
        return new Routed(operation, () -> read(operation, form));
    }

    private static SdkRequest read(Operation operation, Map<String, List<String>> form) {
        SdkPojo builder = Requests.builder(operation);
        Map<String, String> values = new HashMap<>();
        form.forEach((name, all) -> values.put(name, all.get(0)));
        read(values, "", builder);
        return Requests.build(builder);
    }

    private static void read(Map<String, String> form, String prefix, SdkPojo builder) {
        for (SdkField<?> field : builder.sdkFields()) {
            Object value = readValue(form, prefix + field.locationName(), field);
            if (value != null) {
                field.set(builder, value);
            }
        }
    }

    private static @Nullable Object readValue(Map<String, String> form, String name, SdkField<?> field) {
        MarshallingKnownType type = field.marshallingType().getKnownType();
        if (type == MarshallingKnownType.LIST) {
            return readList(form, name, field.getTrait(ListTrait.class));
        } else if (type == MarshallingKnownType.MAP) {
            return readMap(form, name + ".entry.", field.getTrait(MapTrait.class));
        } else if (type == MarshallingKnownType.SDK_POJO) {
            return readShape(form, name + ".", field);
        }
        String text = form.get(name);
        return text == null ? null : Scalars.read(field, text, TimestampFormatTrait.Format.ISO_8601);
    }

    private static @Nullable Object readShape(Map<String, String> form, String prefix, SdkField<?> field) {
        if (form.keySet().stream().noneMatch(name -> name.startsWith(prefix))) {
            return null;
        }
        SdkPojo builder = field.constructor().get();
        read(form, prefix, builder);
        return ((Buildable) builder).build();
    }

    private static @Nullable Object readList(Map<String, String> form, String name, ListTrait trait) {
        String member = trait.memberLocationName() == null ? "member" : trait.memberLocationName();
        String prefix = trait.isFlattened() ? name + "." : name + "." + member + ".";
        List<Object> list = new ArrayList<>();
        for (int i = 1; ; i++) {
            Object element = readValue(form, prefix + i, trait.memberFieldInfo());
            if (element == null) {
                return list.isEmpty() && !form.containsKey(name) ? null : list;
            }
            list.add(element);
        }
    }

    private static @Nullable Object readMap(Map<String, String> form, String prefix, MapTrait trait) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 1; ; i++) {
            String key = form.get(prefix + i + "." + trait.keyLocationName());
            Object value = readValue(form, prefix + i + "." + trait.valueLocationName(), trait.valueFieldInfo());
            if (key == null || value == null) {
                return map.isEmpty() ? null : map;
            }
            map.put(key, value);
        }
    }

    @Override
    public void answer(HttpExchange exchange, Operation operation, SdkPojo output, String requestId)
            throws IOException {
        exchange.getResponseHeaders().set("x-amzn-RequestId", requestId);
        String result = operation.name() + "Result";
        String response = operation.name() + "Response";
        XmlText xml = new XmlText().open(response + namespace());
        ServiceFacts.OperationFacts known = facts.of(service).operations().get(operation.name());
        if (known != null && known.wrapper() != null) {
            xml.open(result);
            XmlShapes.write(xml, output, field -> true);
            xml.close(result);
        }
        xml.open("ResponseMetadata").element("RequestId", requestId).close("ResponseMetadata");
        Answers.send(exchange, 200, "text/xml", xml.close(response).bytes());
    }

    @Override
    public void refuse(HttpExchange exchange, WireError error, String requestId) throws IOException {
        exchange.getResponseHeaders().set("x-amzn-RequestId", requestId);
        XmlText xml = new XmlText().open("ErrorResponse" + namespace()).open("Error");
        xml.element("Type", error.isSenders() ? "Sender" : "Receiver");
        xml.element("Code", error.code()).element("Message", error.message()).close("Error");
        xml.element("RequestId", requestId).close("ErrorResponse");
        Answers.send(exchange, error.status(), "text/xml", xml.bytes());
    }

    private String namespace() {
        return " xmlns=\"" + facts.names(service).xmlNamespace() + "\"";
    }
}
