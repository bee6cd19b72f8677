package io.mlops.local.codepipeline;

import static io.mlops.local.codepipeline.PipelineWorld.approval;
import static io.mlops.local.codepipeline.PipelineWorld.build;
import static io.mlops.local.codepipeline.PipelineWorld.input;
import static io.mlops.local.codepipeline.PipelineWorld.lambda;
import static io.mlops.local.codepipeline.PipelineWorld.output;
import static io.mlops.local.codepipeline.PipelineWorld.pipeline;
import static io.mlops.local.codepipeline.PipelineWorld.source;
import static io.mlops.local.codepipeline.PipelineWorld.stage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.local.LocalAws;
import io.mlops.local.Sdk;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.*;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;

/** One broken pipeline for each rule, refused with AWS's exception. */
class PipelineStructureTest {
    private static final StageDeclaration AGREE =
            stage("Agree", approval("Agree").build());

    @TempDir
    private static Path directory;

    private static LocalAws aws;
    private static CodePipelineClient codepipeline;

    @BeforeAll
    static void start() {
        aws = LocalAws.builder().directory(directory).start();
        codepipeline = Sdk.client(aws, CodePipelineClient.builder());
        PipelineWorld.make(
                codepipeline,
                Sdk.client(aws, CodeBuildClient.builder()),
                Sdk.client(aws, S3Client.builder()),
                Sdk.client(aws, IamClient.builder()));
    }

    @AfterAll
    static void stop() {
        aws.close();
    }

    private record Broken(
            String rule, PipelineDeclaration.Builder pipeline, Class<? extends Exception> error, String text) {}

    private static ActionDeclaration.Builder sourced(Map<String, String> configuration) {
        return source().toBuilder().configuration(configuration);
    }

    private static List<Broken> structures() {
        Class<? extends Exception> structure = InvalidStructureException.class;
        return List.of(
                new Broken(
                        "role that cannot be assumed",
                        pipeline(stage("Source", source()), AGREE).roleArn("arn:aws:iam::123456789012:role/none"),
                        structure,
                        "CodePipeline is not authorized to perform AssumeRole on role"
                                + " arn:aws:iam::123456789012:role/none"),
                new Broken(
                        "one stage",
                        pipeline(stage("Source", source())),
                        structure,
                        "Pipeline has only 1 stage(s). There should be a minimum of 2 stages in a pipeline"),
                new Broken(
                        "51 stages",
                        pipeline(IntStream.range(0, 51)
                                .mapToObj(i -> i == 0
                                        ? stage("Source", source())
                                        : stage("S" + i, approval("A").build()))
                                .toArray(StageDeclaration[]::new)),
                        LimitExceededException.class,
                        "51 stages"),
                new Broken(
                        "stage twice",
                        pipeline(
                                stage("A", source()), stage("A", AGREE.actions().get(0))),
                        structure,
                        "A has been used more than once"),
                new Broken(
                        "first stage not of sources",
                        pipeline(stage("Source", source(), approval("Agree").build()), AGREE),
                        structure,
                        "Pipeline should start with a stage that only contains source actions"),
                new Broken(
                        "source later",
                        pipeline(
                                stage("Source", source()),
                                stage(
                                        "More",
                                        source().toBuilder()
                                                .outputArtifacts(output("Other"))
                                                .build())),
                        structure,
                        "first stage only"),
                new Broken(
                        "no store",
                        pipeline(stage("Source", source()), AGREE).artifactStore((ArtifactStore) null),
                        structure,
                        "Exactly one of artifactStore and artifactStores"),
                new Broken(
                        "queued in V1",
                        pipeline(stage("Source", source()), AGREE)
                                .pipelineType(PipelineType.V1)
                                .executionMode(ExecutionMode.QUEUED),
                        structure,
                        "V2"),
                new Broken(
                        "variables in V1",
                        pipeline(stage("Source", source()), AGREE)
                                .pipelineType(PipelineType.V1)
                                .variables(PipelineVariableDeclaration.builder()
                                        .name("A")
                                        .build()),
                        structure,
                        "Pipeline variable can only be used with V2 pipelines"),
                new Broken(
                        "triggers",
                        pipeline(stage("Source", source()), AGREE)
                                .triggers(PipelineTriggerDeclaration.builder()
                                        .providerType(PipelineTriggerProviderType.CODE_STAR_SOURCE_CONNECTION)
                                        .gitConfiguration(g -> g.sourceActionName("Get"))
                                        .build()),
                        structure,
                        "triggers is not supported"),
                new Broken(
                        "no action",
                        pipeline(stage("Source", source()), stage("Empty")),
                        InvalidStageDeclarationException.class,
                        "Empty has no actions"),
                new Broken(
                        "action twice",
                        pipeline(
                                stage("Source", source()),
                                stage(
                                        "Agree",
                                        approval("A").build(),
                                        approval("A").build())),
                        InvalidStageDeclarationException.class,
                        "A has been used more than once in stage Agree"),
                new Broken(
                        "stage condition",
                        pipeline(
                                stage("Source", source()),
                                AGREE.toBuilder()
                                        .onFailure(f -> f.result(Result.ROLLBACK))
                                        .build()),
                        InvalidStageDeclarationException.class,
                        "onFailure is not supported"),
                new Broken(
                        "blocker",
                        pipeline(
                                stage("Source", source()),
                                AGREE.toBuilder()
                                        .blockers(BlockerDeclaration.builder()
                                                .name("b")
                                                .type(BlockerType.SCHEDULE)
                                                .build())
                                        .build()),
                        InvalidBlockerDeclarationException.class,
                        "blockers"));
    }

    private static Broken action(String rule, ActionDeclaration.Builder action, String text) {
        return new Broken(
                rule,
                pipeline(stage("Source", source()), stage("Next", action.build())),
                InvalidActionDeclarationException.class,
                text);
    }

    private static List<Broken> actions() {
        return List.of(
                action(
                        "unknown provider",
                        PipelineWorld.action("X", ActionCategory.DEPLOY, "ECS", Map.of()),
                        "ActionType (Category: 'Deploy', Provider: 'ECS', Owner: 'AWS', Version: '1') in action 'X' is"
                                + " not available in region 'EU_WEST_1'"),
                action(
                        "too few inputs",
                        build("X", "p").inputArtifacts(List.of()),
                        "Action X declares 0 input artifacts which is less than the minimum count (1)"),
                action(
                        "too many outputs",
                        approval("X").outputArtifacts(output("O")),
                        "Action X declares 1 output artifacts which is more than the maximum count (0)"),
                action(
                        "undeclared input",
                        build("X", "p").inputArtifacts(input("Nothing")),
                        "Input Artifact Bundle Nothing in action X is not declared as Output Artifact Bundle in any of"
                                + " the preceding actions"),
                action(
                        "output twice",
                        build("X", "p").outputArtifacts(output("SourceOutput")),
                        "Output Artifact Bundle name must be unique within the pipeline. SourceOutput has been used"
                                + " more than once."),
                action(
                        "missing configuration",
                        build("X", "p").configuration(Map.of()),
                        "missing required configuration 'ProjectName'"),
                action(
                        "unknown configuration",
                        lambda("X", "f").configuration(Map.of("FunctionName", "f", "Foo", "1")),
                        "contains unknown configuration 'Foo'"),
                action(
                        "two inputs without a primary one",
                        build("X", "p").inputArtifacts(input("SourceOutput"), input("SourceOutput")),
                        "PrimarySource"),
                action(
                        "environment that is not JSON",
                        build("X", "p").configuration(Map.of("ProjectName", "p", "EnvironmentVariables", "A=b")),
                        "EnvironmentVariables must be a JSON array"),
                action(
                        "batch build",
                        build("X", "p").configuration(Map.of("ProjectName", "p", "BatchEnabled", "true")),
                        "BatchEnabled is not supported"),
                action("other region", lambda("X", "f").region("us-east-1"), "region us-east-1"),
                action("timeout", lambda("X", "f").timeoutInMinutes(5), "timeoutInMinutes"),
                action("commands", lambda("X", "f").commands("ls"), "commands is not supported"),
                action(
                        "reserved namespace",
                        lambda("X", "f").namespace("codepipeline"),
                        "Namespaces must be unique across the pipeline definition."),
                action(
                        "unknown namespace",
                        lambda("X", "f").configuration(Map.of("FunctionName", "f", "UserParameters", "#{No.Where}")),
                        "StageName=[Next], ActionName=[X], ActionConfigurationKey=[UserParameters],"
                                + " VariableReferenceText=[No.Where]"),
                action(
                        "own namespace",
                        lambda("X", "f")
                                .namespace("Own")
                                .configuration(Map.of("FunctionName", "f", "UserParameters", "#{Own.Key}")),
                        "does not come earlier"));
    }

    private static List<Broken> ranges() {
        Class<? extends Exception> error = CodePipelineException.class;
        return List.of(
                new Broken(
                        "name",
                        pipeline(stage("Source", source()), AGREE).name("a b"),
                        error,
                        "Value 'a b' at 'pipeline.name' failed to satisfy constraint: Member must satisfy regular"
                                + " expression pattern"),
                new Broken(
                        "run order",
                        pipeline(
                                stage("Source", source()),
                                stage("Agree", approval("A").runOrder(1000).build())),
                        error,
                        "Member must have value less than or equal to 999"),
                new Broken(
                        "configuration value",
                        pipeline(
                                stage(
                                        "Source",
                                        sourced(Map.of("S3Bucket", "b", "S3ObjectKey", "k".repeat(1001)))
                                                .build()),
                                AGREE),
                        error,
                        "Member must have length less than or equal to 1000"));
    }

    @TestFactory
    Stream<DynamicTest> refuses() {
        return Stream.of(structures(), actions(), ranges())
                .flatMap(List::stream)
                .map(broken -> DynamicTest.dynamicTest(
                        broken.rule(),
                        () -> assertThatThrownBy(() -> codepipeline.createPipeline(
                                        r -> r.pipeline(broken.pipeline().build())))
                                .isInstanceOf(broken.error())
                                .hasMessageContaining(broken.text())));
    }

    @Test
    void keepsAPipelineWithItsVersionDefaultsAndTags() {
        codepipeline.createPipeline(r -> r.pipeline(pipeline(stage("Source", source()), AGREE)
                        .pipelineType((PipelineType) null)
                        .build())
                .tags(Tag.builder().key("mlops:pipeline").value("fraud").build()));
        String name = "fraud-detection-pipeline";
        String arn = "arn:aws:codepipeline:eu-west-1:123456789012:" + name;

        GetPipelineResponse got = codepipeline.getPipeline(r -> r.name(name));

        assertThat(got.metadata().pipelineArn()).isEqualTo(arn);
        assertThat(got.pipeline().version()).isEqualTo(1);
        assertThat(got.pipeline().pipelineType()).isEqualTo(PipelineType.V1);
        assertThat(got.pipeline().stages().get(0).actions().get(0).runOrder()).isEqualTo(1);
        assertThatThrownBy(() -> codepipeline.createPipeline(r ->
                        r.pipeline(pipeline(stage("Source", source()), AGREE).build())))
                .isInstanceOf(PipelineNameInUseException.class);
        codepipeline.tagResource(
                r -> r.resourceArn(arn).tags(Tag.builder().key("b").value("2").build()));
        codepipeline.untagResource(r -> r.resourceArn(arn).tagKeys("mlops:pipeline"));
        assertThat(codepipeline.listTagsForResource(r -> r.resourceArn(arn)).tags())
                .extracting(Tag::key)
                .containsExactly("b");
        assertThatThrownBy(() -> codepipeline.tagResource(r -> r.resourceArn(arn)
                        .tags(Tag.builder().key("aws:x").value("2").build())))
                .isInstanceOf(InvalidTagsException.class);
        assertThat(codepipeline.listPipelines().pipelines())
                .extracting(PipelineSummary::name)
                .containsExactly(name);
        codepipeline.deletePipeline(r -> r.name(name));
        assertThatThrownBy(() -> codepipeline.getPipeline(r -> r.name(name)))
                .isInstanceOf(PipelineNotFoundException.class);
    }
}
