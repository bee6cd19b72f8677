package io.mlops.plan;

import io.mlops.spec.Account;
import io.mlops.spec.DeployStage;
import io.mlops.spec.PipelineSpec;
import io.mlops.spec.Serverless;
import io.mlops.spec.Variant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Draws a pipeline as a Mermaid flowchart, which GitHub and GitLab show in their pages: a box for each stage, in it its
 * actions; artifacts as arrows, a thick arrow where a stage only follows the one before; endpoints at the end of what
 * deploys them (Mermaid documentation, Flowcharts).
 */
public final class Mermaid {
    /** No action's label tells the account. */
    private static final Account ANYWHERE = new Account("aws", "000000000000", "us-east-1");

    private final StringBuilder chart = new StringBuilder("flowchart LR\n");
    private final Map<String, String> producers = new HashMap<>();
    private final Map<String, DeployStage> deploys;

    private Mermaid(PipelineSpec spec) {
        this.deploys = spec.deployStages().stream().collect(Collectors.toMap(DeployStage::stageName, stage -> stage));
    }

    /**
     * Draws the pipeline.
     *
     * @param spec the description
     * @return a flowchart, with a line end
     */
    public static String of(PipelineSpec spec) {
        Pipeline pipeline = PipelineDefinition.of(spec, spec.names(ANYWHERE), Map.of());
        Mermaid mermaid = new Mermaid(spec);
        for (int i = 0; i < pipeline.stages().size(); i++) {
            mermaid.stage(i, pipeline.stages().get(i));
        }
        for (int i = 1; i < pipeline.stages().size(); i++) {
            mermaid.arrows(i, pipeline.stages().get(i - 1), pipeline.stages().get(i));
        }
        return mermaid.chart.toString();
    }

    private void stage(int number, StageDeclaration stage) {
        line("  subgraph stage" + number + "[" + label(stage.name()) + "]");
        for (int i = 0; i < stage.actions().size(); i++) {
            ActionDeclaration action = stage.actions().get(i);
            String id = id(number, i);
            String text = label(action.name(), what(action));
            boolean person = action.category().equals("Approval");
            line("    " + id + (person ? "{{" + text + "}}" : "[" + text + "]"));
            action.outputArtifacts().forEach(artifact -> producers.put(artifact, id));
        }
        line("  end");
    }

    private void arrows(int number, StageDeclaration before, StageDeclaration stage) {
        boolean fed = false;
        for (int i = 0; i < stage.actions().size(); i++) {
            for (String artifact : stage.actions().get(i).inputArtifacts()) {
                line("  " + producers.get(artifact) + " -->|" + label(artifact) + "| " + id(number, i));
                fed |= before.actions().stream()
                        .anyMatch(action -> action.outputArtifacts().contains(artifact));
            }
        }
        if (!fed) {
            line("  " + id(number - 1, 0) + " ==> " + id(number, 0));
        }
        DeployStage deploy = deploys.get(stage.name());
        if (deploy != null) {
            String strategy = deploy.deployment()
                    .strategy()
                    .name()
                    .toLowerCase(Locale.ROOT)
                    .replace('_', ' ');
            line("  " + id(number, 0) + " -.->|" + label(strategy) + "| endpoint" + number + "(["
                    + label("endpoint " + deploy.endpoint(), fleet(deploy)) + "])");
        }
    }

    private static String what(ActionDeclaration action) {
        Map<String, String> configuration = action.configuration();
        return switch (action.provider()) {
            case "S3" -> "S3: " + configuration.get("S3ObjectKey");
            case "CodeStarSourceConnection" ->
                configuration.get("FullRepositoryId") + ", branch " + configuration.get("BranchName");
            case "CodeBuild" -> "CodeBuild: " + configuration.get("ProjectName");
            case "Lambda" -> "Lambda: " + configuration.get("FunctionName");
            default -> "by a person";
        };
    }

    private static String fleet(DeployStage deploy) {
        return deploy.variants().stream().map(Mermaid::variant).collect(Collectors.joining(" + "));
    }

    private static String variant(Variant variant) {
        Serverless serverless = variant.serverless();
        return serverless == null
                ? variant.instances() + " " + variant.instanceType()
                : "serverless, " + serverless.memorySizeInMB() + " MB";
    }

    private static String id(int stage, int action) {
        return "stage" + stage + "action" + action;
    }

    static String label(String... lines) {
        return List.of(lines).stream().map(Mermaid::escaped).collect(Collectors.joining("<br/>", "\"", "\""));
    }

    /** Mermaid's entity codes; a number sign begins one (Mermaid documentation, Entity codes to escape characters). */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(character -> {
            if (Character.isISOControl(character)) {
                escaped.append(' ');
            } else if ("#\"<>&`\\".indexOf(character) >= 0) {
                escaped.append('#').append(character).append(';');
            } else {
                escaped.appendCodePoint(character);
            }
        });
        return escaped.toString();
    }

    private void line(String text) {
        chart.append(text).append('\n');
    }
}
