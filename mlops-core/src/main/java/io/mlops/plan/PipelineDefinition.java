package io.mlops.plan;

import io.mlops.contract.Artifacts;
import io.mlops.contract.ContractJson;
import io.mlops.contract.DeployParameters;
import io.mlops.contract.EnvironmentNames;
import io.mlops.plan.iam.Actor;
import io.mlops.spec.ApprovalStage;
import io.mlops.spec.ConnectionSource;
import io.mlops.spec.DeployStage;
import io.mlops.spec.Names;
import io.mlops.spec.PipelineOptions.RetryMode;
import io.mlops.spec.PipelineSpec;
import io.mlops.spec.S3Source;
import io.mlops.spec.Source;
import io.mlops.spec.Stage;
import io.mlops.spec.Trigger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Wires the stages. Names of actions and artifacts do not depend on settings or jars: CodePipeline rolls back only to
 * executions of the current structure, so the structure changes only when the stages do.
 */
final class PipelineDefinition {
    private static final String SOURCE = Pipeline.SOURCE_ACTION;

    private static final String EXECUTION = "#{codepipeline.PipelineExecutionId}";
    private static final String BUILD_VARIABLES = "[{\"name\":\"" + EnvironmentNames.EXECUTION_ID + "\",\"value\":\""
            + EXECUTION + "\",\"type\":\"PLAINTEXT\"}]";

    private final PipelineSpec spec;
    private final Names names;

    private PipelineDefinition(PipelineSpec spec, Names names) {
        this.spec = spec;
        this.names = names;
    }

    static Pipeline of(PipelineSpec spec, Names names, Map<String, String> tags) {
        return new Pipeline(
                spec.pipelineName(),
                Actor.PIPELINE.roleArn(names),
                names.bucket(),
                spec.options().kmsKeyArn(),
                "V2",
                spec.executionMode().name(),
                spec.options().variables(),
                triggers(spec.source()),
                new PipelineDefinition(spec, names).stages(),
                tags);
    }

    private static List<Trigger> triggers(Source source) {
        return source instanceof ConnectionSource connection ? connection.triggers() : List.of();
    }

    private List<StageDeclaration> stages() {
        List<StageDeclaration> stages = new ArrayList<>();
        stages.add(new StageDeclaration(
                SOURCE,
                List.of(
                        source(spec.source()),
                        s3("Tools", Names.TOOLS_KEY, Artifacts.TOOLS),
                        s3("Settings", Names.SETTINGS_KEY, Artifacts.SETTINGS)),
                OnFailure.NONE));
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
        spec.stages().forEach(stage -> stages.add(declared(stage)));
        return stages;
    }

    private ActionDeclaration source(Source source) {
        if (source instanceof S3Source s3) {
            return s3(SOURCE, s3.key(), Artifacts.SOURCE_OUTPUT);
        }
        ConnectionSource connection = (ConnectionSource) source;
        return new ActionDeclaration(
                SOURCE,
                "Source",
                "CodeStarSourceConnection",
                Map.of(
                        "ConnectionArn", connection.connectionArn(),
                        "FullRepositoryId", connection.repository(),
                        "BranchName", connection.branch(),
                        "OutputArtifactFormat", connection.fullClone() ? "CODEBUILD_CLONE_REF" : "CODE_ZIP",
                        // Where triggers say which pushes count, the action itself must not start on each.
                        "DetectChanges", Boolean.toString(connection.triggers().isEmpty())),
                List.of(),
                List.of(Artifacts.SOURCE_OUTPUT),
                SOURCE,
                0);
    }

    private ActionDeclaration s3(String name, String key, String output) {
        return new ActionDeclaration(
                name,
                "Source",
                "S3",
                Map.of("S3Bucket", names.bucket(), "S3ObjectKey", key, "PollForSourceChanges", "false"),
                List.of(),
                List.of(output),
                name,
                0);
    }

    private StageDeclaration build(String name, String category, String project, List<String> inputs, String output) {
        Map<String, String> configuration = Map.of(
                "ProjectName", project,
                "PrimarySource", Artifacts.SOURCE_OUTPUT,
                "EnvironmentVariables", BUILD_VARIABLES);
        return new StageDeclaration(
                name,
                List.of(new ActionDeclaration(
                        name, category, "CodeBuild", configuration, inputs, List.of(output), name, 0)),
                retry(name.toLowerCase(Locale.ROOT)));
    }

    private OnFailure retry(String stage) {
        RetryMode mode = spec.options().retries().get(stage);
        if (mode == null) {
            return OnFailure.NONE;
        }
        return mode == RetryMode.ALL_ACTIONS ? OnFailure.RETRY_ALL_ACTIONS : OnFailure.RETRY_FAILED_ACTIONS;
    }

    private StageDeclaration declared(Stage stage) {
        return stage instanceof DeployStage deploy ? deploy(deploy) : approval((ApprovalStage) stage);
    }

    private StageDeclaration deploy(DeployStage stage) {
        String name = stage.stageName();
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
                        name,
                        0)),
                spec.options().rollbackOnFailure() ? OnFailure.ROLLBACK : retry(stage.name()));
    }

    private static StageDeclaration approval(ApprovalStage stage) {
        Map<String, String> configuration = new TreeMap<>();
        configuration.put("NotificationArn", stage.topicArn());
        configuration.put("CustomData", stage.customData());
        configuration.put("ExternalEntityLink", stage.externalLink());
        configuration.values().removeIf(String::isEmpty);
        return new StageDeclaration(
                stage.stageName(),
                List.of(new ActionDeclaration(
                        ApprovalStage.ACTION,
                        "Approval",
                        "Manual",
                        configuration,
                        List.of(),
                        List.of(),
                        "",
                        Math.toIntExact(stage.timeout().toMinutes()))),
                OnFailure.NONE);
    }
}
