package io.mlops.local.tagging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.local.LocalAws;
import io.mlops.local.Sdk;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.GetResourcesResponse;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.InvalidParameterException;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.ResourceTagMapping;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.TagFilter;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.Tag;

class LocalTaggingTest {
    private static final String GROUP = "arn:aws:sagemaker:eu-west-1:123456789012:model-package-group/fraud";
    private static final String LOGS = "arn:aws:logs:eu-west-1:123456789012:log-group:/fraud";

    @TempDir
    private Path directory;

    private LocalAws aws;
    private ResourceGroupsTaggingApiClient tagging;

    @BeforeEach
    void start() {
        aws = LocalAws.builder().directory(directory).start();
        tagging = Sdk.client(aws, ResourceGroupsTaggingApiClient.builder());
        SageMakerClient sagemaker = Sdk.client(aws, SageMakerClient.builder());
        sagemaker.createModelPackageGroup(r -> r.modelPackageGroupName("fraud")
                .tags(
                        Tag.builder().key("mlops:pipeline").value("fraud").build(),
                        Tag.builder().key("team").value("risk").build()));
        sagemaker.createModelPackageGroup(r -> r.modelPackageGroupName("untagged"));
        Sdk.client(aws, CloudWatchLogsClient.builder())
                .createLogGroup(r -> r.logGroupName("/fraud").tags(Map.of("mlops:pipeline", "fraud")));
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    private static List<String> arns(GetResourcesResponse response) {
        return response.resourceTagMappingList().stream()
                .map(ResourceTagMapping::resourceARN)
                .toList();
    }

    private static TagFilter filter(String key, String... values) {
        return TagFilter.builder().key(key).values(values).build();
    }

    @Test
    void findsByTagAcrossServices() {
        assertThat(arns(tagging.getResources(r -> r.tagFilters(filter("mlops:pipeline", "fraud", "other")))))
                .containsExactly(LOGS, GROUP);
        assertThat(arns(tagging.getResources(r -> r.tagFilters(filter("mlops:pipeline", "fraud"), filter("team")))))
                .containsExactly(GROUP);
        assertThat(arns(tagging.getResources(r -> r.tagFilters(filter("mlops:pipeline", "other")))))
                .isEmpty();
    }

    @Test
    void findsByType() {
        assertThat(arns(tagging.getResources(r -> r.resourceTypeFilters("sagemaker:model-package-group"))))
                .containsExactly(GROUP);
        assertThat(arns(tagging.getResources(r -> r.resourceTypeFilters("logs"))))
                .containsExactly(LOGS);
        assertThat(arns(tagging.getResources(r -> r.resourceTypeFilters("sagemaker:endpoint"))))
                .isEmpty();
    }

    @Test
    void answersInPages() {
        GetResourcesResponse first = tagging.getResources(r -> r.resourcesPerPage(1));

        assertThat(arns(first)).containsExactly(LOGS);
        GetResourcesResponse second =
                tagging.getResources(r -> r.resourcesPerPage(1).paginationToken(first.paginationToken()));
        assertThat(arns(second)).containsExactly(GROUP);
        assertThat(second.paginationToken()).isEmpty();
        assertThatThrownBy(() -> tagging.getResources(r -> r.paginationToken("?")))
                .isInstanceOf(InvalidParameterException.class);
    }
}
