package io.mlops.plan;

import io.mlops.contract.Artifacts;
import io.mlops.contract.ContractJson;
import io.mlops.contract.DeployParameters;
import io.mlops.contract.EnvironmentNames;
import io.mlops.plan.iam.Actor;
import io.mlops.spec.DeployStage;
import io.mlops.spec.Names;
import io.mlops.spec.PipelineSpec;
import io.mlops.spec.S3Source;
import io.mlops.spec.Source;
import io.mlops.spec.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Wires the stages. Names of actions and artifacts do not depend on settings or jars: CodePipeline rolls back only to
 * executions of the current structure, so the structure changes only when the stages do.
 */
final class PipelineDefinition {
    private static final String EXECUTION = "#{codepipeline.PipelineExecutionId}";
    private static final String BUILD_VARIABLES = "[{\"name\":\"" + EnvironmentNames.EXECUTION_ID + "\",\"value\":\""
            + EXECUTION + "\",\"type\":\"PLAINTEXT\"}]";

    private PipelineDefinition() {}

    static Pipeline of(PipelineSpec spec, Names names, Map<String, String> tags) {
        List<StageDeclaration> stages = new ArrayList<>();
        stages.add(new StageDeclaration(
                "Source",
                List.of(
                        source("Source", names, key(spec.source()), Artifacts.SOURCE_OUTPUT),
                        source("Tools", names, Names.TOOLS_KEY, Artifacts.TOOLS),
                        source("Settings", names, Names.SETTINGS_KEY, Artifacts.SETTINGS))));
        stages.add(build(
                "Train",
                "Build",
                names.trainProject(),
                List.of(Artifacts.SOURCE_OUTPUT, Artifacts.TOOLS, Artifacts.SETTINGS),
                Artifacts.TRAIN_OUTPUT));
        stages.add(build(
                "Test",
                "Test",
                names.testProject(),
                List.of(Artifacts.SOURCE_OUTPUT, Artifacts.TOOLS, Artifacts.SETTINGS, Artifacts.TRAIN_OUTPUT),
                Artifacts.TEST_OUTPUT));
        for (Stage stage : spec.stages()) {
            if (stage instanceof DeployStage deploy) {
                stages.add(deploy(deploy, names));
            }
        }
        return new Pipeline(spec.name(), Actor.PIPELINE.roleArn(names), names.bucket(), "V2", "QUEUED", stages, tags);
    }

    private static String key(Source source) {
        if (source instanceof S3Source s3) {
            return s3.key();
        }
        throw new IllegalStateException("unknown source " + source);
    }

    private static ActionDeclaration source(String name, Names names, String key, String output) {
        return new ActionDeclaration(
                name,
                "Source",
                "S3",
                Map.of("S3Bucket", names.bucket(), "S3ObjectKey", key, "PollForSourceChanges", "false"),
                List.of(),
                List.of(output),
                name);
    }

    private static StageDeclaration build(
            String name, String category, String project, List<String> inputs, String output) {
        Map<String, String> configuration = Map.of(
                "ProjectName", project,
                "PrimarySource", Artifacts.SOURCE_OUTPUT,
                "EnvironmentVariables", BUILD_VARIABLES);
        return new StageDeclaration(
                name,
                List.of(new ActionDeclaration(
                        name, category, "CodeBuild", configuration, inputs, List.of(output), name)));
    }

    private static StageDeclaration deploy(DeployStage stage, Names names) {
        String name = "Deploy-" + stage.name();
        DeployParameters parameters = new DeployParameters(DeployParameters.SCHEMA, stage.name(), EXECUTION);
        return new StageDeclaration(
                name,
                List.of(new ActionDeclaration(
                        "Deploy",
                        "Invoke",
                        "Lambda",
                        Map.of(
                                "FunctionName", names.function(),
                                "UserParameters", ContractJson.writeCompact(parameters)),
                        List.of(Artifacts.TEST_OUTPUT, Artifacts.SETTINGS),
                        List.of(),
                        name)));
    }
}
