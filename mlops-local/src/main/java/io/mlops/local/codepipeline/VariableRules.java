package io.mlops.local.codepipeline;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import software.amazon.awssdk.services.codepipeline.model.ActionCategory;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineVariableDeclaration;
import software.amazon.awssdk.services.codepipeline.model.StageDeclaration;

/** Namespaces are unique, and references name one that exists and comes earlier. */
final class VariableRules {
    private final Map<String, Integer> namespaces = new HashMap<>();

    private VariableRules() {}

    static void check(PipelineDeclaration pipeline) {
        VariableRules rules = new VariableRules();
        rules.unique(pipeline);
        rules.namespaces.put(Variables.PIPELINE, -1);
        if (!pipeline.variables().isEmpty()) {
            rules.namespaces.put(Variables.VARIABLES, -1);
        }
        for (int i = 0; i < pipeline.stages().size(); i++) {
            for (ActionDeclaration action : pipeline.stages().get(i).actions()) {
                rules.collect(pipeline.stages().get(i), action, i * 1000 + Declarations.runOrder(action));
            }
        }
        for (int i = 0; i < pipeline.stages().size(); i++) {
            for (ActionDeclaration action : pipeline.stages().get(i).actions()) {
                rules.references(pipeline, pipeline.stages().get(i), action, i * 1000 + Declarations.runOrder(action));
            }
        }
    }

    private void unique(PipelineDeclaration pipeline) {
        Set<String> names = new HashSet<>();
        for (PipelineVariableDeclaration variable : pipeline.variables()) {
            if (!names.add(variable.name())) {
                throw Invalid.structure("Variable names must be unique. The following variable name is already in use: "
                        + variable.name());
            }
        }
    }

    private void collect(StageDeclaration stage, ActionDeclaration action, int place) {
        String namespace = action.namespace();
        boolean reserved = Variables.PIPELINE.equals(namespace) || Variables.VARIABLES.equals(namespace);
        if (namespace != null && (reserved || namespaces.putIfAbsent(namespace, place) != null)) {
            throw Invalid.action(
                    "Namespaces must be unique across the pipeline definition. The following occur more than once"
                            + " in the pipeline. StageName=[" + stage.name() + "], ActionName=[" + action.name()
                            + "], Namespace=[" + namespace + "]");
        }
    }

    private void references(PipelineDeclaration pipeline, StageDeclaration stage, ActionDeclaration action, int place) {
        action.configuration().forEach((key, value) -> {
            Matcher matcher = Variables.REFERENCE.matcher(value);
            while (matcher.find()) {
                reference(pipeline, stage, action, place, key, matcher.group(1));
            }
        });
    }

    private void reference(
            PipelineDeclaration pipeline,
            StageDeclaration stage,
            ActionDeclaration action,
            int place,
            String key,
            String reference) {
        String where = " StageName=[" + stage.name() + "], ActionName=[" + action.name() + "], ActionConfigurationKey=["
                + key + "], VariableReferenceText=[" + reference + "]";
        int dot = reference.indexOf('.');
        String namespace = dot < 0 ? "" : reference.substring(0, dot);
        if (!namespaces.containsKey(namespace)) {
            throw Invalid.action(
                    "Valid format for a pipeline execution variable reference is a namespace and a key separated"
                            + " by a period (.). The following pipeline execution variables are referencing a namespace that"
                            + " does not exist." + where);
        }
        if (namespaces.get(namespace) >= place) {
            throw Invalid.action(
                    "The following pipeline execution variables are referencing a namespace of an action that"
                            + " does not come earlier." + where);
        }
        if (namespace.equals(Variables.VARIABLES)) {
            String name = reference.substring(dot + 1);
            if (action.actionTypeId().category() == ActionCategory.SOURCE) {
                throw Invalid.action("Variables at the pipeline level cannot be used in source actions." + where);
            }
            if (pipeline.variables().stream()
                    .noneMatch(variable -> variable.name().equals(name))) {
                throw Invalid.action("The following pipeline variables are referenced but not declared." + where);
            }
        }
    }
}
