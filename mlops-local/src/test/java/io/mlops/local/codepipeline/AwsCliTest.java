package io.mlops.local.codepipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mlops.local.LocalAws;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;

/** The AWS CLI, unmodified, where it is on the path. */
@Timeout(120)
class AwsCliTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String PIPELINE = """
            {"pipeline": {
              "name": "fraud-detection-pipeline",
              "roleArn": "arn:aws:iam::123456789012:role/pipeline",
              "artifactStore": {"type": "S3", "location": "artifacts"},
              "stages": [
                {"name": "Source", "actions": [{
                  "name": "SourceAction",
                  "actionTypeId": {"category": "Source", "owner": "AWS", "provider": "S3", "version": "1"},
                  "configuration": {"S3Bucket": "artifacts", "S3ObjectKey": "source/app.zip"},
                  "outputArtifacts": [{"name": "SourceOutput"}]}]},
                {"name": "Build", "actions": [{
                  "name": "TrainModel",
                  "actionTypeId": {"category": "Build", "owner": "AWS", "provider": "CodeBuild", "version": "1"},
                  "configuration": {"ProjectName": "train",
                    "EnvironmentVariables": "[{\\"name\\":\\"WHO\\",\\"value\\":\\"cli\\"}]"},
                  "inputArtifacts": [{"name": "SourceOutput"}],
                  "outputArtifacts": [{"name": "BuildOutput"}]}]}
              ]}}
            """;

    @TempDir
    private Path directory;

    @Test
    void createsAPipelineAndWatchesIt() throws Exception {
        if (!isPresent()) {
            System.out.println("AwsCliTest: aws is not on the path; nothing was tried with it");
            return;
        }
        try (LocalAws aws = LocalAws.builder().directory(directory).start()) {
            PipelineWorld world = PipelineWorld.make(aws);
            world.project(
                    "train",
                    "version: 0.2",
                    "phases: {build: {commands: ['echo $WHO > out.txt']}}",
                    "artifacts: {files: [out.txt]}");
            Path json = Files.writeString(directory.resolve("pipeline.json"), PIPELINE);

            cli(aws, "codepipeline", "create-pipeline", "--cli-input-json", "file://" + json);
            String id = world.codepipeline()
                    .listPipelineExecutions(r -> r.pipelineName("fraud-detection-pipeline"))
                    .pipelineExecutionSummaries()
                    .get(0)
                    .pipelineExecutionId();
            world.await(id, PipelineExecutionStatus.SUCCEEDED);
            JsonNode state = cli(aws, "codepipeline", "get-pipeline-state", "--name", "fraud-detection-pipeline");
            JsonNode actions = cli(
                    aws,
                    "codepipeline",
                    "list-action-executions",
                    "--pipeline-name",
                    "fraud-detection-pipeline",
                    "--filter",
                    "pipelineExecutionId=" + id);

            assertThat(state.path("stageStates")
                            .path(1)
                            .path("latestExecution")
                            .path("status")
                            .asText())
                    .isEqualTo("Succeeded");
            JsonNode train = actions.path("actionExecutionDetails").path(0);
            assertThat(train.path("actionName").asText()).isEqualTo("TrainModel");
            String build = train.path("output")
                    .path("executionResult")
                    .path("externalExecutionId")
                    .asText();
            JsonNode builds = cli(aws, "codebuild", "batch-get-builds", "--ids", build);
            assertThat(builds.path("builds").path(0).path("buildStatus").asText())
                    .isEqualTo("SUCCEEDED");
        }
    }

    private static boolean isPresent() throws IOException, InterruptedException {
        try {
            Process version = new ProcessBuilder("aws", "--version")
                    .redirectErrorStream(true)
                    .start();
            version.getInputStream().readAllBytes();
            return version.waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private JsonNode cli(LocalAws aws, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("aws"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        String path = environment.get("PATH");
        environment.clear();
        environment.put("PATH", path);
        environment.put("HOME", directory.toString());
        environment.put("AWS_ENDPOINT_URL", aws.endpoint().toString());
        environment.put("AWS_REGION", aws.region());
        environment.put("AWS_DEFAULT_REGION", aws.region());
        environment.put("AWS_ACCESS_KEY_ID", aws.accessKeyId());
        environment.put("AWS_SECRET_ACCESS_KEY", aws.secretAccessKey());
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
        environment.put("AWS_PAGER", "");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return JSON.readTree(output);
    }
}
