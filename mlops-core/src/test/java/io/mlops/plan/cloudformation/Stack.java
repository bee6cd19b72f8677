package io.mlops.plan.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.mlops.spec.Account;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a template as CloudFormation does: what each resource's properties are when all references are resolved. */
final class Stack {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern PLACE = Pattern.compile("\\$\\{(!?)([^}]+)\\}");

    private final Map<String, String> values = new HashMap<>();
    private final Map<String, JsonNode> resources = new TreeMap<>();

    Stack(String json, Account account) throws Exception {
        values.put("AWS::Partition", account.partition());
        values.put("AWS::Region", account.region());
        values.put("AWS::AccountId", account.accountId());
        values.put(CloudFormation.FUNCTION_CODE_VERSION, "v1");
        JsonNode all = MAPPER.readTree(json).path("Resources");
        all.properties().forEach(entry -> identify(entry.getKey(), entry.getValue(), account));
        all.properties()
                .forEach(entry ->
                        resources.put(entry.getKey(), resolved(entry.getValue().path("Properties"))));
    }

    /** Resolved properties by logical id. */
    Map<String, JsonNode> resources() {
        return resources;
    }

    private void identify(String id, JsonNode resource, Account account) {
        JsonNode properties = resource.path("Properties");
        switch (resource.path("Type").asText()) {
            case "AWS::S3::Bucket" -> {
                String name = resolved(properties.path("BucketName")).asText();
                values.put(id, name);
                values.put(id + ".Arn", account.s3Arn(name));
            }
            case "AWS::IAM::Role" -> {
                String name = properties.path("RoleName").asText();
                values.put(id, name);
                values.put(
                        id + ".Arn",
                        account.iamArn("role" + properties.path("Path").asText() + name));
            }
            case "AWS::Logs::LogGroup" ->
                values.put(id, properties.path("LogGroupName").asText());
            case "AWS::Lambda::Function" ->
                values.put(id, properties.path("FunctionName").asText());
            case "AWS::CodeBuild::Project", "AWS::CodePipeline::Pipeline" ->
                values.put(id, properties.path("Name").asText());
            default -> {}
        }
    }

    private JsonNode resolved(JsonNode node) {
        if (node instanceof ObjectNode object && object.size() == 1) {
            if (object.has("Ref")) {
                return value(object.path("Ref").asText());
            }
            if (object.has("Fn::GetAtt")) {
                JsonNode path = object.path("Fn::GetAtt");
                return value(path.path(0).asText() + "." + path.path(1).asText());
            }
            if (object.has("Fn::Sub")) {
                return TextNode.valueOf(substituted(object.path("Fn::Sub").asText()));
            }
        }
        if (node instanceof ObjectNode object) {
            ObjectNode copy = MAPPER.createObjectNode();
            object.properties().forEach(entry -> copy.set(entry.getKey(), resolved(entry.getValue())));
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = MAPPER.createArrayNode();
            array.forEach(item -> copy.add(resolved(item)));
            return copy;
        }
        return node;
    }

    private String substituted(String text) {
        Matcher matcher = PLACE.matcher(text);
        return matcher.replaceAll(place -> Matcher.quoteReplacement(
                place.group(1).isEmpty() ? value(place.group(2)).asText() : "${" + place.group(2) + "}"));
    }

    private JsonNode value(String name) {
        return TextNode.valueOf(Objects.requireNonNull(values.get(name), () -> "nothing is called " + name));
    }
}
