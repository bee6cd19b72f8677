package io.mlops.local.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.*;

class ModelRegistryTest {
    private static final String ARN = "arn:aws:sagemaker:eu-west-1:123456789012:";

    @TempDir
    private Path directory;

    private SageMakerWorld world;
    private SageMakerClient sagemaker;

    @BeforeEach
    void start() {
        world = new SageMakerWorld(directory);
        sagemaker = world.sagemaker;
        sagemaker.createModelPackageGroup(r -> r.modelPackageGroupName("fraud")
                .modelPackageGroupDescription("cards")
                .tags(Tag.builder().key("team").value("risk").build()));
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private String register() {
        return sagemaker
                .createModelPackage(r -> r.modelPackageGroupName("fraud")
                        .customerMetadataProperties(Map.of("commit", "abc", "data", "v1"))
                        .inferenceSpecification(i -> i.containers(ModelPackageContainerDefinition.builder()
                                        .image(SageMakerWorld.SERVE_IMAGE)
                                        .modelDataUrl("s3://data/model.tar.gz")
                                        .build())
                                .supportedContentTypes("text/csv")))
                .modelPackageArn();
    }

    @Test
    void neverGivesAVersionTwice() {
        assertThat(register()).isEqualTo(ARN + "model-package/fraud/1");
        String second = register();
        sagemaker.deleteModelPackage(r -> r.modelPackageName(second));

        assertThat(register()).isEqualTo(ARN + "model-package/fraud/3");
        assertThat(sagemaker
                        .listModelPackages(r -> r.modelPackageGroupName("fraud"))
                        .modelPackageSummaryList())
                .extracting(ModelPackageSummary::modelPackageVersion)
                .containsExactly(1, 3);
    }

    @Test
    void keepsWhatAPackageWasRegisteredWith() {
        DescribeModelPackageResponse found = sagemaker.describeModelPackage(r -> r.modelPackageName(register()));

        assertThat(found.modelPackageGroupName()).isEqualTo("fraud");
        assertThat(found.modelPackageVersion()).isEqualTo(1);
        assertThat(found.modelPackageStatus()).isEqualTo(ModelPackageStatus.COMPLETED);
        assertThat(found.modelApprovalStatus()).isEqualTo(ModelApprovalStatus.PENDING_MANUAL_APPROVAL);
        assertThat(found.inferenceSpecification().containers().get(0).modelDataUrl())
                .isEqualTo("s3://data/model.tar.gz");
        assertThat(found.customerMetadataProperties()).containsEntry("commit", "abc");
    }

    @Test
    void changesApprovalAndMergesMetadata() {
        String arn = register();

        sagemaker.updateModelPackage(r -> r.modelPackageArn(arn)
                .modelApprovalStatus(ModelApprovalStatus.APPROVED)
                .approvalDescription("auc 0.93")
                .customerMetadataProperties(Map.of("commit", "def", "auc", "0.93"))
                .customerMetadataPropertiesToRemove("data"));

        DescribeModelPackageResponse found = sagemaker.describeModelPackage(r -> r.modelPackageName(arn));
        assertThat(found.modelApprovalStatus()).isEqualTo(ModelApprovalStatus.APPROVED);
        assertThat(found.approvalDescription()).isEqualTo("auc 0.93");
        assertThat(found.customerMetadataProperties()).isEqualTo(Map.of("commit", "def", "auc", "0.93"));
        assertThat(found.lastModifiedTime()).isAfterOrEqualTo(found.creationTime());
    }

    @Test
    void listsByStatusInEitherOrderAndInPages() {
        register();
        String second = register();
        register();
        sagemaker.updateModelPackage(r -> r.modelPackageArn(second).modelApprovalStatus(ModelApprovalStatus.APPROVED));

        assertThat(sagemaker
                        .listModelPackages(
                                r -> r.modelPackageGroupName("fraud").modelApprovalStatus(ModelApprovalStatus.APPROVED))
                        .modelPackageSummaryList())
                .extracting(ModelPackageSummary::modelPackageArn)
                .containsExactly(second);
        ListModelPackagesResponse page = sagemaker.listModelPackages(
                r -> r.modelPackageGroupName("fraud").sortOrder("Descending").maxResults(2));
        assertThat(page.modelPackageSummaryList())
                .extracting(ModelPackageSummary::modelPackageVersion)
                .containsExactly(3, 2);
        assertThat(sagemaker
                        .listModelPackages(r -> r.modelPackageGroupName("fraud")
                                .sortOrder("Descending")
                                .maxResults(2)
                                .nextToken(page.nextToken()))
                        .modelPackageSummaryList())
                .extracting(ModelPackageSummary::modelPackageVersion)
                .containsExactly(1);
        assertThat(sagemaker.listModelPackageGroups(r -> r.nameContains("rau")).modelPackageGroupSummaryList())
                .hasSize(1);
        assertThat(sagemaker.listModelPackageGroups(r -> r.nameContains("x")).modelPackageGroupSummaryList())
                .isEmpty();
    }

    @Test
    void writesNamesIntoArnsInLowerCaseAndFindsThemByEither() {
        sagemaker.createModelPackageGroup(r -> r.modelPackageGroupName("Cards"));
        String arn = sagemaker
                .createModelPackage(r -> r.modelPackageGroupName("Cards"))
                .modelPackageArn();

        assertThat(arn).isEqualTo(ARN + "model-package/cards/1");
        assertThat(sagemaker
                        .describeModelPackage(r -> r.modelPackageName("Cards/1"))
                        .modelPackageGroupName())
                .isEqualTo("Cards");
        assertThat(sagemaker.describeModelPackage(r -> r.modelPackageName(arn)).modelPackageArn())
                .isEqualTo(arn);
        assertThat(sagemaker
                        .describeModelPackageGroup(r -> r.modelPackageGroupName(ARN + "model-package-group/cards"))
                        .modelPackageGroupName())
                .isEqualTo("Cards");
    }

    @Test
    void keepsFiftyPropertiesAtMost() {
        String arn = register();
        Map<String, String> more = IntStream.range(0, 49).boxed().collect(Collectors.toMap(i -> "k" + i, i -> "v"));

        assertThatThrownBy(() ->
                        sagemaker.updateModelPackage(r -> r.modelPackageArn(arn).customerMetadataProperties(more)))
                .hasMessageContaining("at most 50 CustomerMetadataProperties, not 51");
        sagemaker.updateModelPackage(r ->
                r.modelPackageArn(arn).customerMetadataProperties(more).customerMetadataPropertiesToRemove("data"));
    }

    @Test
    void registersOncePerClientToken() {
        CreateModelPackageRequest request = CreateModelPackageRequest.builder()
                .modelPackageGroupName("fraud")
                .clientToken("t-1")
                .build();

        String first = sagemaker.createModelPackage(request).modelPackageArn();

        assertThat(sagemaker.createModelPackage(request).modelPackageArn()).isEqualTo(first);
        assertThatThrownBy(() -> sagemaker.createModelPackage(
                        request.toBuilder().modelPackageDescription("other").build()))
                .isInstanceOf(ConflictException.class);
    }

    @Test
    void refusesAsSageMakerDoes() {
        String arn = register();

        assertThatThrownBy(() -> sagemaker.createModelPackageGroup(r -> r.modelPackageGroupName("fraud")))
                .hasMessageContaining("Model Package Group already exists: " + ARN + "model-package-group/fraud")
                .satisfies(e -> assertThat(
                                ((SageMakerException) e).awsErrorDetails().errorCode())
                        .isEqualTo("ValidationException"));
        assertThatThrownBy(() -> sagemaker.deleteModelPackageGroup(r -> r.modelPackageGroupName("fraud")))
                .isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> sagemaker.describeModelPackageGroup(r -> r.modelPackageGroupName("none")))
                .hasMessageContaining("ModelPackageGroup " + ARN + "model-package-group/none does not exist.");
        assertThatThrownBy(() -> sagemaker.describeModelPackage(r -> r.modelPackageName(arn + "7")))
                .hasMessageContaining("ModelPackage " + arn + "7 does not exist.");
        assertThatThrownBy(() -> sagemaker.createModelPackage(r -> r.modelPackageGroupName("fraud")
                        .tags(Tag.builder().key("a").value("b").build())))
                .hasMessageContaining("Tag the group");
        assertThatThrownBy(() -> sagemaker.createModelPackageGroup(r -> r.modelPackageGroupName("../x")))
                .hasMessageContaining("Value '../x' at 'modelPackageGroupName' failed to satisfy constraint");
    }

    @Test
    void givesUnapprovedPackagesAsModelsWhereThatIsChosen() {
        try (SageMakerWorld lax =
                new SageMakerWorld(directory.resolve("lax"), settings -> settings.unapprovedModelPackages(true))) {
            lax.sagemaker.createModelPackageGroup(r -> r.modelPackageGroupName("fraud"));
            for (ModelApprovalStatus status : List.of(
                    ModelApprovalStatus.PENDING_MANUAL_APPROVAL,
                    ModelApprovalStatus.REJECTED,
                    ModelApprovalStatus.APPROVED)) {
                String arn = register(lax.sagemaker, status);

                lax.sagemaker.createModel(r -> r.modelName("of-" + status)
                        .executionRoleArn(SageMakerWorld.ROLE)
                        .primaryContainer(c -> c.modelPackageName(arn)));
            }
            assertThat(lax.sagemaker.listModels().models()).hasSize(3);
        }
    }

    @Test
    void givesNoUnapprovedPackageAsAModelByDefault() {
        for (ModelApprovalStatus status :
                List.of(ModelApprovalStatus.PENDING_MANUAL_APPROVAL, ModelApprovalStatus.REJECTED)) {
            String arn = register(sagemaker, status);

            assertThatThrownBy(() -> sagemaker.createModel(r -> r.modelName("m")
                            .executionRoleArn(SageMakerWorld.ROLE)
                            .primaryContainer(c -> c.modelPackageName(arn))))
                    .hasMessageContaining("Model package " + arn + " has ModelApprovalStatus " + status);
        }
    }

    /** Registers what brings its model with its image. */
    private static String register(SageMakerClient sagemaker, ModelApprovalStatus status) {
        return sagemaker
                .createModelPackage(r -> r.modelPackageGroupName("fraud")
                        .modelApprovalStatus(status)
                        .inferenceSpecification(i -> i.containers(ModelPackageContainerDefinition.builder()
                                        .image(SageMakerWorld.SERVE_IMAGE)
                                        .build())
                                .supportedContentTypes("text/csv")))
                .modelPackageArn();
    }

    @Test
    void deletesAnEmptyGroup() {
        String arn = register();
        sagemaker.deleteModelPackage(r -> r.modelPackageName(arn));

        sagemaker.deleteModelPackageGroup(r -> r.modelPackageGroupName("fraud"));

        assertThat(sagemaker.listModelPackageGroups(r -> {}).modelPackageGroupSummaryList())
                .isEmpty();
    }

    @Test
    void tagsAndUntags() {
        String group = ARN + "model-package-group/fraud";

        sagemaker.addTags(r -> r.resourceArn(group)
                .tags(Tag.builder().key("stage").value("prod").build()));
        sagemaker.deleteTags(r -> r.resourceArn(group).tagKeys(List.of("team")));

        assertThat(sagemaker.listTags(r -> r.resourceArn(group)).tags())
                .containsExactly(Tag.builder().key("stage").value("prod").build());
        assertThatThrownBy(() -> sagemaker.listTags(r -> r.resourceArn(ARN + "endpoint/none")))
                .hasMessageContaining("Resource does not exist.");
        assertThatThrownBy(() -> sagemaker.addTags(r -> r.resourceArn(register())
                        .tags(Tag.builder().key("a").value("b").build())))
                .hasMessageContaining("tag the group");
    }
}
