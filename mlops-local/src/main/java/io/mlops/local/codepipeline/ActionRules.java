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
import software.amazon.awssdk.services.codepipeline.model.InvalidActionDeclarationException;

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
            "namespace",
            "timeoutInMinutes");

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
        ActionTypeId type = action.actionTypeId();
        Provider provider = Provider.of(type)
                .orElseThrow(() -> invalid("ActionType (Category: '" + type.categoryAsString() + "', Provider: '"
                        + type.provider() + "', Owner: '" + type.ownerAsString() + "', Version: '" + type.version()
                        + "') in action '" + action.name() + "' is not available in region '"
                        + region.toUpperCase(Locale.ROOT).replace('-', '_') + "'"));
        HonouredMembers.others(action, HONOURED).stream().findFirst().ifPresent(name -> {
            throw unsupported(name);
        });
        if (action.region() != null && !action.region().equals(region)) {
            throw unsupported("region " + action.region() + " (cross-region actions)");
        }
        action.outputArtifacts().forEach(output -> {
            if (!output.files().isEmpty()) {
                throw unsupported("outputArtifacts.files");
            }
        });
        if (action.timeoutInMinutes() != null && provider != Provider.MANUAL) {
            throw invalid(
                    "Action " + action.name() + " has timeoutInMinutes, which is for manual approval actions only");
        }
        count("input", action.inputArtifacts().size(), provider.inputs());
        count("output", action.outputArtifacts().size(), provider.outputs());
        configuration(provider);
    }

    private void count(String kind, int given, Provider.Count allowed) {
        if (given < allowed.least()) {
            throw invalid("Action " + action.name() + " declares " + given + " " + kind
                    + " artifacts which is less than the minimum count (" + allowed.least() + ")");
        }
        if (given > allowed.most()) {
            throw invalid("Action " + action.name() + " declares " + given + " " + kind
                    + " artifacts which is more than the maximum count (" + allowed.most() + ")");
        }
    }

    private void configuration(Provider provider) {
        for (String key : provider.required()) {
            if (!action.configuration().containsKey(key)) {
                throw invalid("Action configuration for action '" + action.name()
                        + "' is missing required configuration '" + key + "'");
            }
        }
        for (String key : action.configuration().keySet()) {
            if (!provider.required().contains(key) && !provider.optional().contains(key)) {
                throw invalid("Action configuration for action '" + action.name() + "' contains unknown configuration '"
                        + key + "'");
            }
        }
        refuse("BatchEnabled");
        refuse("CombineArtifacts");
        refuse("AllowOverrideForS3ObjectKey");
        if (action.configuration().containsKey("NotificationArn")) {
            throw unsupported("configuration NotificationArn");
        }
        if (provider == Provider.CODE_BUILD) {
            codeBuild();
        }
    }

    private void refuse(String key) {
        if (action.configuration().getOrDefault(key, "false").equalsIgnoreCase("true")) {
            throw unsupported("configuration " + key);
        }
    }

    private void codeBuild() {
        List<String> inputs =
                action.inputArtifacts().stream().map(InputArtifact::name).toList();
        String primary = action.configuration().get("PrimarySource");
        if (inputs.size() > 1 && primary == null) {
            throw invalid("Action configuration for action '" + action.name()
                    + "' is missing required configuration 'PrimarySource': it has more than one input artifact");
        }
        if (primary != null && !primary.contains("#{") && !inputs.contains(primary)) {
            throw invalid("Action configuration for action '" + action.name() + "': PrimarySource '" + primary
                    + "' is not one of its input artifacts " + inputs);
        }
        String variables = action.configuration().get("EnvironmentVariables");
        if (variables != null && !isVariables(variables)) {
            throw invalid("Action configuration for action '" + action.name()
                    + "': EnvironmentVariables must be a JSON array of objects with name, value and type");
        }
    }

    private static boolean isVariables(String text) {
        try {
            JsonNode variables = JSON.readTree(text);
            boolean good = variables.isArray();
            for (JsonNode variable : variables) {
                good &= variable.path("name").isTextual()
                        && variable.path("value").isTextual();
            }
            return good;
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private InvalidActionDeclarationException unsupported(String what) {
        return invalid("Action " + action.name() + ": " + what + " is not supported by this emulator: leave it out");
    }

    private static InvalidActionDeclarationException invalid(String message) {
        return InvalidActionDeclarationException.builder().message(message).build();
    }
}
