package io.mlops.local.codepipeline;

import io.mlops.local.call.Refusals;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.StageDeclaration;

/** The patterns and ranges of a declaration's members, from AWS's API model; all faults are told at once. */
final class Ranges {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9.@\\-_]+");
    private static final Pattern ARTIFACT = Pattern.compile("[a-zA-Z0-9_\\-]+");
    private static final Pattern NAMESPACE = Pattern.compile("[A-Za-z0-9@\\-_]+");
    private static final Pattern ROLE = Pattern.compile("arn:aws(-[\\w]+)*:iam::[0-9]{12}:role/.*");

    private final List<String> faults = new ArrayList<>();

    private Ranges() {}

    static void check(PipelineDeclaration pipeline) {
        Ranges ranges = new Ranges();
        ranges.text(NAME, 100, pipeline.name(), "pipeline.name");
        ranges.text(ROLE, 1024, pipeline.roleArn(), "pipeline.roleArn");
        if (pipeline.artifactStore() != null) {
            ranges.length(3, 63, pipeline.artifactStore().location(), "pipeline.artifactStore.location");
        }
        for (int i = 0; i < pipeline.stages().size(); i++) {
            ranges.stage(pipeline.stages().get(i), "pipeline.stages." + (i + 1) + ".member");
        }
        if (!ranges.faults.isEmpty()) {
            throw Refusals.validation(ranges.faults.size() + " validation error"
                    + (ranges.faults.size() == 1 ? "" : "s") + " detected: " + String.join("; ", ranges.faults));
        }
    }

    private void stage(StageDeclaration stage, String at) {
        text(NAME, 100, stage.name(), at + ".name");
        for (int i = 0; i < stage.actions().size(); i++) {
            action(stage.actions().get(i), at + ".actions." + (i + 1) + ".member");
        }
    }

    private void action(ActionDeclaration action, String at) {
        text(NAME, 100, action.name(), at + ".name");
        text(NAMESPACE, 100, action.namespace(), at + ".namespace");
        range(1, 999, action.runOrder(), at + ".runOrder");
        range(5, 86_400, action.timeoutInMinutes(), at + ".timeoutInMinutes");
        action.inputArtifacts().forEach(input -> text(ARTIFACT, 100, input.name(), at + ".inputArtifacts.name"));
        action.outputArtifacts().forEach(output -> text(ARTIFACT, 100, output.name(), at + ".outputArtifacts.name"));
        for (Map.Entry<String, String> entry : action.configuration().entrySet()) {
            length(1, 50, entry.getKey(), at + ".configuration");
            length(1, 1000, entry.getValue(), at + ".configuration." + entry.getKey());
        }
    }

    private void text(Pattern pattern, int longest, @Nullable String value, String at) {
        if (value != null && !pattern.matcher(value).matches()) {
            fault(value, at, "Member must satisfy regular expression pattern: " + pattern.pattern());
        }
        length(1, longest, value, at);
    }

    private void length(int shortest, int longest, @Nullable String value, String at) {
        if (value != null && value.length() > longest) {
            fault(value, at, "Member must have length less than or equal to " + longest);
        } else if (value != null && value.length() < shortest) {
            fault(value, at, "Member must have length greater than or equal to " + shortest);
        }
    }

    private void range(int least, int most, @Nullable Integer value, String at) {
        if (value != null && value > most) {
            fault(value, at, "Member must have value less than or equal to " + most);
        } else if (value != null && value < least) {
            fault(value, at, "Member must have value greater than or equal to " + least);
        }
    }

    private void fault(Object value, String at, String constraint) {
        faults.add("Value '" + value + "' at '" + at + "' failed to satisfy constraint: " + constraint);
    }
}
