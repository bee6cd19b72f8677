package io.mlops.examples.fraud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Of a call record, what roles asked of IAM: of questions that differ in drawn names alone, one. */
final class DistinctQuestions {
    /** Ids, digests, numbers, and CodePipeline's names of artifacts. */
    private static final String DRAWN = "[0-9a-f]{8,}|[0-9]+|/[A-Za-z0-9]{7}\\.zip|i-[0-9a-f]+";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private DistinctQuestions() {}

    static void write(Path record, Path proof) throws IOException {
        Map<String, String> lines = new TreeMap<>();
        for (String line : Files.readAllLines(record)) {
            JsonNode call = JSON.readTree(line);
            for (JsonNode asked : call.path("authorization")) {
                String principal = asked.path("principal").asText();
                if (principal.contains(":assumed-role/")) {
                    String role = principal.split("/", -1)[1];
                    String question = asked.path("action").asText() + " "
                            + asked.path("resource").asText() + " "
                            + new TreeMap<>(texts(asked.path("context")));
                    lines.putIfAbsent(role + " " + question.replaceAll(DRAWN, "#"), line(call, (ObjectNode) asked));
                }
            }
        }
        Files.write(proof, new ArrayList<>(lines.values()));
    }

    private static Map<String, String> texts(JsonNode context) {
        Map<String, String> texts = new TreeMap<>();
        context.properties()
                .forEach(key -> texts.put(key.getKey(), key.getValue().asText()));
        return texts;
    }

    private static String line(JsonNode call, ObjectNode asked) throws IOException {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.set("service", call.path("service"));
        line.set("operation", call.path("operation"));
        line.putArray("authorization").add(asked.retain(List.of("principal", "action", "resource", "context")));
        return JSON.writeValueAsString(line);
    }
}
