package io.mlops.local.codepipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mlops.local.call.HonouredMembers;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.ActionTypeId;
import software.amazon.awssdk.services.codepipeline.model.InputArtifact;

/** What one action's declaration must be. */
final class ActionRules {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<String> HONOURED = Set.of(
            "name",
            "actionTypeId",
            "runOrder",
            "configuration",
            "outputArtifacts",
            "inputArtifacts",
            "region",
            "roleArn",
            "namespace",
            "timeoutInMinutes");

    private static final List<String> FLAGS =
            List.of("PollForSourceChanges", "AllowOverrideForS3ObjectKey", "BatchEnabled", "CombineArtifacts");
    private static final Set<String> TYPES = Set.of("PLAINTEXT", "PARAMETER_STORE", "SECRETS_MANAGER");

    private final ActionDeclaration action;
    private final String region;

    private ActionRules(ActionDeclaration action, String region) {
        this.action = action;
        this.region = region;
    }

    static void check(ActionDeclaration action, String region) {
        new ActionRules(action, region).check();
    }

    private void check() {
        Provider provider = provider();
        for (String member : HonouredMembers.others(action, HONOURED)) {
            throw Invalid.action("The following action cannot contain a " + member + " field: " + action.name()
                    + ". To use the " + member + " field, use a compute action.");
        }
        if (action.region() != null && !action.region().equals(region)) {
            throw Invalid.unsupported("region " + action.region() + " (cross-region action " + action.name() + ")");
        }
        if (action.outputArtifacts().stream().anyMatch(output -> !output.files().isEmpty())) {
            throw Invalid.action("The following action cannot contain a files field: " + action.name()
                    + ". To use the files field, use a compute action.");
        }
        if (action.timeoutInMinutes() != null && provider != Provider.MANUAL) {
            throw Invalid.action("Action " + action.name()
                    + " has timeoutInMinutes, which is available only to the manual approval ActionType");
        }
        count("input", action.inputArtifacts().size(), provider.inputs());
        count("output", action.outputArtifacts().size(), provider.outputs());
        configuration(provider);
    }

    private Provider provider() {
        ActionTypeId type = action.actionTypeId();
        return Provider.of(type).orElseThrow(() -> {
            if (Provider.isElsewhere(type)) {
                return Invalid.unsupported("the " + type.categoryAsString() + " provider " + type.provider()
                        + " (action " + action.name() + ")");
            }
            return Invalid.action("ActionType (Category: '" + type.categoryAsString() + "', Provider: '"
                    + type.provider() + "', Owner: '" + type.ownerAsString() + "', Version: '" + type.version()
                    + "') in action '" + action.name() + "' is not available in region '"
                    + region.toUpperCase(Locale.ROOT).replace('-', '_') + "'");
        });
    }

    private void count(String kind, int given, Provider.Count allowed) {
        if (given < allowed.least()) {
            throw Invalid.action("Action " + action.name() + " declares " + given + " " + kind
                    + " artifacts which is less than the minimum count (" + allowed.least() + ")");
        }
        if (given > allowed.most()) {
            throw Invalid.action("Action " + action.name() + " declares " + given + " " + kind
                    + " artifacts which is more than the maximum count (" + allowed.most() + ")");
        }
    }

    private void configuration(Provider provider) {
        for (String key : provider.required()) {
            if (!action.configuration().containsKey(key)) {
                throw Invalid.action("Action configuration for action '" + action.name()
                        + "' is missing required configuration '" + key + "'");
            }
        }
        for (String key : action.configuration().keySet()) {
            if (!provider.required().contains(key) && !provider.optional().contains(key)) {
                throw Invalid.action("Action configuration for action '" + action.name()
                        + "' contains unknown configuration '" + key + "'");
            }
        }
        for (String key : FLAGS) {
            String value = action.configuration().getOrDefault(key, "false");
            if (!value.equals("true") && !value.equals("false")) {
                throw Invalid.action("Action configuration for action '" + action.name() + "': " + key + " must be"
                        + " true or false, not '" + value + "'");
            }
        }
        if (provider == Provider.CODE_BUILD) {
            codeBuild();
        }
    }

    private void codeBuild() {
        for (String key : List.of("BatchEnabled", "CombineArtifacts")) {
            if (action.configuration().getOrDefault(key, "false").equals("true")) {
                throw Invalid.unsupported("configuration " + key + " (action " + action.name() + ")");
            }
        }
        List<String> inputs =
                action.inputArtifacts().stream().map(InputArtifact::name).toList();
        String primary = action.configuration().get("PrimarySource");
        if (inputs.size() > 1 && primary == null) {
            throw Invalid.action("Action configuration for action '" + action.name()
                    + "' is missing required configuration 'PrimarySource': it has more than one input artifact");
        }
        if (primary != null && !primary.contains("#{") && !inputs.contains(primary)) {
            throw Invalid.action("Action configuration for action '" + action.name() + "': PrimarySource '" + primary
                    + "' is not one of its input artifacts " + inputs);
        }
        String variables = action.configuration().get("EnvironmentVariables");
        if (variables != null && !isVariables(variables)) {
            throw Invalid.action("Action configuration for action '" + action.name()
                    + "': EnvironmentVariables must be a JSON array of objects with name, value and type");
        }
    }

    private static boolean isVariables(String text) {
        try {
            JsonNode variables = JSON.readTree(text);
            boolean good = variables.isArray();
            for (JsonNode variable : variables) {
                good &= variable.path("name").isTextual()
                        && variable.path("value").isTextual()
                        && TYPES.contains(variable.path("type").asText("PLAINTEXT"));
            }
            return good;
        } catch (JsonProcessingException e) {
            return false;
        }
    }
}
