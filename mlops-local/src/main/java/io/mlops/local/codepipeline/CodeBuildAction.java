package io.mlops.local.codepipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mlops.local.account.Credentials.AccessKey;
import io.mlops.local.codebuild.PipelineBuilds;
import io.mlops.local.codebuild.PipelineOrder;
import io.mlops.local.codebuild.S3Place;
import io.mlops.local.codepipeline.ActionRun.Progress;
import io.mlops.local.codepipeline.ActionRun.Success;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.codebuild.model.ArtifactsType;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.BuildPhase;
import software.amazon.awssdk.services.codebuild.model.EnvironmentVariable;
import software.amazon.awssdk.services.codebuild.model.PhaseContext;
import software.amazon.awssdk.services.codebuild.model.ProjectArtifacts;
import software.amazon.awssdk.services.codebuild.model.SourceType;
import software.amazon.awssdk.services.codebuild.model.StartBuildRequest;
import software.amazon.awssdk.services.codebuild.model.StatusType;
import software.amazon.awssdk.services.codepipeline.model.EncryptionKey;

/** Runs a build of a project with the action's artifacts. */
final class CodeBuildAction implements ActionWork {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ActionContext context;
    private final ActionRun run;

    CodeBuildAction(ActionContext context) {
        this.context = context;
        this.run = context.run();
    }

    @Override
    public void start() {
        context.session().ifPresent(this::build);
    }

    private void build(AccessKey session) {
        List<ArtifactPlace> inputs = primaryFirst();
        if (inputs.isEmpty()) {
            context.fail("ConfigurationError", "The action has no input artifact: none was made before it");
            return;
        }
        String token = context.cloud().ids().uuid();
        PipelineBuilds.order(context.cloud(), context.scope(), token, order(inputs));
        try {
            Build build =
                    client(session).startBuild(request(inputs.get(0), token)).build();
            context.flow().progressed(run, Progress.of(build.id(), url(build.id())));
            PipelineBuilds.whenEnded(
                    context.cloud(),
                    context.scope(),
                    build.id(),
                    () -> context.guarded(() -> ended(session, build.id(), inputs.get(0))));
        } catch (AwsServiceException e) {
            context.fail("JobFailed", "Error calling startBuild: " + ActionWork.shown("AWSCodeBuild", e));
        } catch (JsonProcessingException e) {
            context.fail("ConfigurationError", "EnvironmentVariables is not JSON: " + e.getOriginalMessage());
        }
    }

    private CodeBuildClient client(AccessKey session) {
        return context.cloud()
                .client(CodeBuildClient.class, session.caller(), context.scope().region());
    }

    private List<ArtifactPlace> primaryFirst() {
        String primary = context.configuration().get("PrimarySource");
        List<ArtifactPlace> inputs = new ArrayList<>(run.inputs());
        inputs.sort((a, b) -> Boolean.compare(b.name().equals(primary), a.name().equals(primary)));
        return inputs;
    }

    private PipelineOrder order(List<ArtifactPlace> inputs) {
        Optional<String> encryption = context.encryptionKey().map(EncryptionKey::id);
        return new PipelineOrder(
                "codepipeline/" + context.declaration().name(),
                inputs.get(0).revision().orElse(inputs.get(0).arn()),
                inputs.stream().map(input -> place(input, encryption)).toList(),
                run.outputs().stream().map(output -> place(output, encryption)).toList());
    }

    private static S3Place place(ArtifactPlace artifact, Optional<String> encryption) {
        return new S3Place(artifact.name(), artifact.bucket(), artifact.key(), encryption);
    }

    private StartBuildRequest request(ArtifactPlace primary, String token) throws JsonProcessingException {
        List<EnvironmentVariable> variables = new ArrayList<>();
        for (JsonNode variable : JSON.readTree(context.configuration().getOrDefault("EnvironmentVariables", "[]"))) {
            variables.add(EnvironmentVariable.builder()
                    .name(variable.path("name").asText())
                    .value(variable.path("value").asText())
                    .type(variable.path("type").asText("PLAINTEXT"))
                    .build());
        }
        return StartBuildRequest.builder()
                .projectName(context.required("ProjectName"))
                .sourceTypeOverride(SourceType.CODEPIPELINE)
                .sourceVersion(primary.arn())
                .artifactsOverride(ProjectArtifacts.builder()
                        .type(ArtifactsType.CODEPIPELINE)
                        .build())
                .environmentVariablesOverride(variables)
                .buildspecOverride(context.configuration().get("BuildspecOverride"))
                .idempotencyToken(token)
                .build();
    }

    private String url(String buildId) {
        return "https://console.aws.amazon.com/codebuild/home?region="
                + context.scope().region() + "#/builds/" + buildId + "/view/new";
    }

    private void ended(AccessKey session, String buildId, ArtifactPlace primary) {
        try {
            Build build =
                    client(session).batchGetBuilds(r -> r.ids(buildId)).builds().get(0);
            if (build.buildStatus() == StatusType.SUCCEEDED) {
                Map<String, String> variables = new LinkedHashMap<>();
                build.exportedEnvironmentVariables()
                        .forEach(variable -> variables.put(variable.name(), variable.value()));
                context.flow().succeeded(run, new Success(variables, primary.revision(), Progress.NONE));
            } else {
                String message = "Build terminated with state: " + build.buildStatus() + cause(build);
                context.flow().progressed(run, Progress.summary(message));
                context.fail("JobFailed", message);
            }
        } catch (AwsServiceException e) {
            context.fail("PermissionError", "Error calling batchGetBuilds: " + ActionWork.shown("AWSCodeBuild", e));
        }
    }

    /** Names the first phase that failed and why. */
    private static String cause(Build build) {
        for (BuildPhase phase : build.phases()) {
            if (phase.phaseStatus() != null && phase.phaseStatus() != StatusType.SUCCEEDED) {
                for (PhaseContext found : phase.contexts()) {
                    if (!found.statusCode().isEmpty()) {
                        return ". Phase: " + phase.phaseTypeAsString() + ", Code: " + found.statusCode() + ", Message: "
                                + found.message();
                    }
                }
            }
        }
        return "";
    }
}
