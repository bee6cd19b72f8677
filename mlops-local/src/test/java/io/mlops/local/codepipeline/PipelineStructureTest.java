package io.mlops.local.codepipeline;

import static io.mlops.local.codepipeline.PipelineWorld.approval;
import static io.mlops.local.codepipeline.PipelineWorld.pipeline;
import static io.mlops.local.codepipeline.PipelineWorld.source;
import static io.mlops.local.codepipeline.PipelineWorld.stage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.local.LocalAws;
import io.mlops.local.Sdk;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.*;

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
        PipelineWorld.make(aws);
    }

    @AfterAll
    static void stop() {
        aws.close();
    }

    @Test
    void acceptsThePipelineThatTheTableBreaks() {
        PipelineDeclaration valid =
                new BrokenPipelines().valid().toBuilder().name("accepted").build();

        PipelineDeclaration made =
                codepipeline.createPipeline(r -> r.pipeline(valid)).pipeline();

        assertThat(made.stages()).hasSameSizeAs(valid.stages());
        assertThatThrownBy(() -> codepipeline.createPipeline(r -> r.pipeline(valid)))
                .isInstanceOf(PipelineNameInUseException.class);
    }

    @TestFactory
    Stream<DynamicTest> refuses() {
        return new BrokenPipelines()
                .broken().stream()
                        .map(broken -> DynamicTest.dynamicTest(
                                broken.rule(),
                                () -> assertThatThrownBy(
                                                () -> codepipeline.createPipeline(r -> r.pipeline(broken.pipeline())))
                                        .isInstanceOfSatisfying(
                                                AwsServiceException.class,
                                                e -> assertThat(e.awsErrorDetails()
                                                                .errorCode())
                                                        .isEqualTo(broken.error()))
                                        .hasMessageContaining(broken.message())));
    }

    @Test
    void keepsArtifactsInTheStoreOfItsRegion() {
        PipelineDeclaration valid = new BrokenPipelines().valid();

        PipelineDeclaration made = codepipeline
                .createPipeline(r -> r.pipeline(valid.toBuilder()
                        .name("stores")
                        .artifactStore((ArtifactStore) null)
                        .artifactStores(Map.of("eu-west-1", valid.artifactStore()))
                        .build()))
                .pipeline();

        assertThat(made.artifactStores()).containsOnlyKeys("eu-west-1");
        PipelineWorld.until(
                () -> codepipeline
                        .listActionExecutions(r -> r.pipelineName("stores"))
                        .actionExecutionDetails(),
                actions -> actions.stream()
                        .anyMatch(action -> action.actionName().equals("Get")
                                && action.status() == ActionExecutionStatus.SUCCEEDED));
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
        assertThatThrownBy(() -> codepipeline.tagResource(r -> r.resourceArn(arn)
                        .tags(IntStream.range(0, 50)
                                .mapToObj(i ->
                                        Tag.builder().key("t" + i).value("").build())
                                .toList())))
                .isInstanceOf(TooManyTagsException.class);
        assertThat(codepipeline.listPipelines().pipelines())
                .extracting(PipelineSummary::name)
                .contains(name);
        codepipeline.deletePipeline(r -> r.name(name));
        assertThatThrownBy(() -> codepipeline.getPipeline(r -> r.name(name)))
                .isInstanceOf(PipelineNotFoundException.class);
    }
}
