package io.mlops.plan.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.mlops.plan.Bucket;
import io.mlops.plan.BuildProject;
import io.mlops.plan.EventRule;
import io.mlops.plan.Function;
import io.mlops.plan.LogGroup;
import io.mlops.plan.ModelPackageGroup;
import io.mlops.plan.Repository;
import io.mlops.plan.Resource;
import io.mlops.plan.Role;
import java.util.Map;
import java.util.TreeMap;

/** Turns a stack's resources back into those of the graph. */
final class StackGraph {
    private final Stack stack;
    private final String codeSha256;

    StackGraph(Stack stack, String codeSha256) {
        this.stack = stack;
        this.codeSha256 = codeSha256;
    }

    /** What the resource with this logical id is, of the same type as the one that it should be. */
    Resource read(String id, Resource wanted) {
        JsonNode json = properties(id);
        return switch (wanted.id().type()) {
            case BUCKET -> bucket(json);
            case ROLE ->
                new Role(
                        text(json, "/RoleName"),
                        text(json, "/Path"),
                        json.path("AssumeRolePolicyDocument").toString(),
                        json.at("/Policies/0/PolicyDocument").toString(),
                        text(json, "/PermissionsBoundary"),
                        tags(json));
            case LOG_GROUP ->
                new LogGroup(
                        text(json, "/LogGroupName"),
                        json.path("RetentionInDays").asInt(),
                        tags(json));
            case MODEL_PACKAGE_GROUP -> new ModelPackageGroup(text(json, "/ModelPackageGroupName"), tags(json));
            case BUILD_PROJECT ->
                new BuildProject(
                        text(json, "/Name"),
                        text(json, "/ServiceRole"),
                        text(json, "/Source/BuildSpec"),
                        text(json, "/Environment/Image"),
                        text(json, "/Environment/ComputeType"),
                        json.path("TimeoutInMinutes").asInt(),
                        tags(json));
            case FUNCTION ->
                new Function(
                        text(json, "/FunctionName"),
                        text(json, "/Role"),
                        text(json, "/Handler"),
                        text(json, "/Runtime"),
                        json.path("MemorySize").asInt(),
                        json.path("Timeout").asInt(),
                        codeSha256,
                        tags(json));
            case REPOSITORY ->
                new Repository(
                        text(json, "/RepositoryName"),
                        text(json, "/ImageTagMutability").equals("IMMUTABLE"),
                        tags(json));
            case EVENT_RULE ->
                new EventRule(
                        text(json, "/Name"),
                        json.path("EventPattern").toString(),
                        text(json, "/Targets/0/Arn"),
                        text(json, "/Targets/0/RoleArn"),
                        tags(json));
            case OBJECT, PIPELINE -> throw new IllegalArgumentException(wanted.id() + " is compared otherwise");
        };
    }

    private JsonNode properties(String id) {
        return stack.resources().getOrDefault(id, MissingNode.getInstance());
    }

    private Bucket bucket(JsonNode json) {
        String byDefault = "/BucketEncryption/ServerSideEncryptionConfiguration/0/ServerSideEncryptionByDefault/";
        boolean blocked = json.path("PublicAccessBlockConfiguration").properties().stream()
                .allMatch(entry -> entry.getValue().asBoolean());
        return new Bucket(
                text(json, "/BucketName"),
                text(json, "/VersioningConfiguration/Status").equals("Enabled"),
                text(json, byDefault + "SSEAlgorithm"),
                text(json, byDefault + "KMSMasterKeyID"),
                blocked,
                text(json, "/OwnershipControls/Rules/0/ObjectOwnership"),
                json.at("/NotificationConfiguration/EventBridgeConfiguration/EventBridgeEnabled")
                        .asBoolean(),
                properties(LogicalIds.BUCKET_POLICY).path("PolicyDocument").toString(),
                tags(json));
    }

    private static String text(JsonNode json, String path) {
        return json.at(path).asText();
    }

    private static Map<String, String> tags(JsonNode json) {
        Map<String, String> tags = new TreeMap<>();
        json.path("Tags").forEach(tag -> tags.put(text(tag, "/Key"), text(tag, "/Value")));
        return tags;
    }
}
