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
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.protocol.MarshallLocation;

/**
 * Writes every call as a JSON line: service, operation, input in AWS's member names, caller, outcome, and what it asked
 * of IAM. Blobs and streams are written as length and SHA-256; secrets and Lambda payloads as {@code ***}.
 */
public final class JsonCallRecord implements CallListener, AutoCloseable {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Set<String> SECRET =
            Set.of("secretaccesskey", "sessiontoken", "password", "token", "continuationtoken", "payload");

    private final BufferedWriter writer;

    /**
     * Opens the record.
     *
     * @param file where it is written; replaced
     * @throws UncheckedIOException if the file cannot be written
     */
    public JsonCallRecord(Path file) {
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
                        members.put(streamed.member(), streamed.digest().get()));
        line.set("input", mask(members));
        line.put("caller", call.caller().arn());
        line.put("accountId", call.caller().accountId());
        line.put("region", call.region());
        line.put("requestId", call.requestId());
        line.put("outcome", outcome);
        ArrayNode asked = line.putArray("authorization");
        authorizations.forEach(authorization -> asked.add(json(authorization)));
        write(line);
    }

    private static ObjectNode json(Authorization authorization) {
        ObjectNode json = NODES.objectNode();
        json.put("principal", authorization.principal());
        json.put("action", authorization.action());
        json.put("resource", authorization.resource());
        ObjectNode context = json.putObject("context");
        authorization.context().forEach(context::put);
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

    private static JsonNode mask(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.fieldNames().forEachRemaining(name -> {
                boolean secret = SECRET.contains(name.toLowerCase(Locale.ROOT))
                        && object.get(name).isTextual();
                object.set(name, secret ? NODES.textNode("***") : mask(object.get(name)));
            });
        } else if (node.isArray()) {
            node.forEach(JsonCallRecord::mask);
        }
        return node;
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
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.asByteArrayUnsafe());
                return NODES.textNode("length=" + bytes.asByteArrayUnsafe().length + " sha256="
                        + HexFormat.of().formatHex(digest));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
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
