package io.mlops.local.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlops.local.call.Authorization;
import io.mlops.local.call.Call;
import io.mlops.local.call.CallListener;
import io.mlops.local.call.Input;
import io.mlops.local.call.Operation;
import io.mlops.local.facts.Facts;
import io.mlops.local.facts.ServiceFacts;
import io.mlops.local.facts.ServiceFacts.ShapeFacts;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.protocol.MarshallLocation;

/**
 * Writes every call as a JSON line: service, operation, input in AWS's member names, caller, outcome, and what it asked
 * of IAM. Blobs and streams are written as length and SHA-256. What AWS's models call sensitive, and credentials, are
 * written as {@code ***}, or empty where they are a collection, so that each line still fits its model.
 */
public final class JsonCallRecord implements CallListener, AutoCloseable {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonNode HIDDEN = NODES.textNode("***");

    /** What opens something, though no model says so: an approval's token approves. */
    private static final Set<String> CREDENTIALS = Set.of("secretaccesskey", "sessiontoken", "password", "token");

    private final BufferedWriter writer;
    private final Facts facts;

    /**
     * Opens the record.
     *
     * @param file where it is written; replaced
     * @param facts tells what is sensitive
     * @throws UncheckedIOException if the file cannot be written
     */
    public JsonCallRecord(Path file, Facts facts) {
        this.facts = facts;
        try {
            this.writer = Files.newBufferedWriter(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the call record " + file + " cannot be written", e);
        }
    }

    @Override
    public void ended(Call call, Operation operation, Input input, List<Authorization> authorizations, String outcome) {
        ObjectNode line = NODES.objectNode();
        line.put("time", call.now().toString());
        line.put("service", operation.service().name());
        line.put("operation", operation.name());
        ObjectNode members = JsonShapes.write(input.request(), RECORD, field -> true);
        input.streamed()
                .ifPresent(streamed ->
                        members.put(streamed.member(), streamed.summary().get()));
        Set<String> hidden = new HashSet<>();
        line.set("input", mask(operation, members, hidden));
        line.put("caller", call.caller().arn());
        line.put("accountId", call.caller().accountId());
        line.put("region", call.region());
        line.put("requestId", call.requestId());
        line.put("outcome", outcome);
        ArrayNode asked = line.putArray("authorization");
        authorizations.forEach(authorization -> asked.add(json(authorization, hidden)));
        write(line);
    }

    private static ObjectNode json(Authorization authorization, Set<String> hidden) {
        ObjectNode json = NODES.objectNode();
        json.put("principal", authorization.principal());
        json.put("action", authorization.action());
        json.put("resource", authorization.resource());
        ObjectNode context = json.putObject("context");
        authorization
                .context()
                .forEach((key, value) ->
                        context.put(key, hidden.stream().anyMatch(value::contains) ? HIDDEN.textValue() : value));
        json.put("decision", authorization.decision().name());
        json.put("statement", authorization.statement().orElse(null));
        return json;
    }

    private synchronized void write(ObjectNode line) {
        try {
            writer.write(JsonShapes.MAPPER.writeValueAsString(line));
            writer.newLine();
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Hides what must not be shown; the texts that this hides are added to a set, since conditions may repeat them. */
    private ObjectNode mask(Operation operation, ObjectNode input, Set<String> hidden) {
        ServiceFacts known = facts.of(operation.service().name());
        ServiceFacts.OperationFacts named = known.operations().get(operation.name());
        String shape = named == null ? null : named.input();
        return (ObjectNode) mask(known.shapes(), shape, input, hidden);
    }

    private static JsonNode mask(
            Map<String, ShapeFacts> shapes, @Nullable String shape, JsonNode node, Set<String> hidden) {
        ShapeFacts known = shape == null ? null : shapes.get(shape);
        if (known != null && known.sensitive()) {
            return hidden(node, hidden);
        } else if (node instanceof ObjectNode object) {
            object.fieldNames().forEachRemaining(name -> {
                JsonNode value = object.get(name);
                boolean secret = value.isTextual() && CREDENTIALS.contains(name.toLowerCase(Locale.ROOT));
                object.set(name, secret ? hidden(value, hidden) : mask(shapes, below(known, name), value, hidden));
            });
        } else if (node instanceof ArrayNode array) {
            String element = known == null ? null : known.element();
            for (int i = 0; i < array.size(); i++) {
                array.set(i, mask(shapes, element, array.get(i), hidden));
            }
        }
        return node;
    }

    /** The shape of a structure's member, or of a map's value. */
    private static @Nullable String below(@Nullable ShapeFacts known, String name) {
        if (known == null) {
            return null;
        }
        return known.members() == null ? known.element() : known.members().get(name);
    }

    private static JsonNode hidden(JsonNode node, Set<String> hidden) {
        if (node.isObject()) {
            return NODES.objectNode();
        } else if (node.isArray()) {
            return NODES.arrayNode();
        } else if (!node.asText().isEmpty()) {
            hidden.add(node.asText());
        }
        return HIDDEN;
    }

    private static final JsonShapes.Style RECORD = new JsonShapes.Style() {
        @Override
        public String name(SdkField<?> field) {
            // The SDK calls the bucket and key of a copy otherwise than AWS does, save in its path.
            boolean inPath =
                    field.location() == MarshallLocation.PATH || field.location() == MarshallLocation.GREEDY_PATH;
            return inPath && field.memberName().startsWith("Destination") ? field.locationName() : field.memberName();
        }

        @Override
        public JsonNode bytes(SdkField<?> field, SdkBytes bytes) {
            return NODES.textNode(BodyStream.summary(bytes.asByteArrayUnsafe()));
        }
    };

    @Override
    public synchronized void close() {
        try {
            writer.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
