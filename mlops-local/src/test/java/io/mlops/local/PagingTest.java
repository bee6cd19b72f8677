package io.mlops.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.InvalidNextTokenException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.InvalidInputException;
import software.amazon.awssdk.services.iam.model.ListRolesResponse;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;

/** Lists in pages, and the words in which each service refuses a token that no page gave. */
class PagingTest {
    private static final String TRUST = "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"Service\":"
            + "\"lambda.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}}";

    @TempDir
    private static Path directory;

    private static HeldCloud cloud;

    @BeforeAll
    static void start() {
        cloud = new HeldCloud(directory);
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    @Test
    void listsRolesInPages() {
        IamClient iam = cloud.client(IamClient.class);
        iam.createRole(r -> r.roleName("one").assumeRolePolicyDocument(TRUST));
        iam.createRole(r -> r.roleName("two").assumeRolePolicyDocument(TRUST));

        ListRolesResponse first = iam.listRoles(r -> r.maxItems(1));
        ListRolesResponse second = iam.listRoles(r -> r.maxItems(1).marker(first.marker()));

        assertThat(first.roles()).extracting("roleName").containsExactly("one");
        assertThat(first.isTruncated()).isTrue();
        assertThat(second.roles()).extracting("roleName").containsExactly("two");
        assertThat(second.isTruncated()).isFalse();
        assertThat(second.marker()).isNull();
        assertThatThrownBy(() -> iam.listRoles(r -> r.marker("x")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Invalid Marker");
    }

    @Test
    void listsFiftyLogGroupsUnlessItIsAskedForFewer() {
        CloudWatchLogsClient logs = cloud.client(CloudWatchLogsClient.class);
        for (int i = 0; i < 51; i++) {
            String name = "/g/" + i;
            logs.createLogGroup(r -> r.logGroupName(name));
        }

        DescribeLogGroupsResponse first = logs.describeLogGroups(r -> r.logGroupNamePrefix("/g/"));

        assertThat(first.logGroups()).hasSize(50);
        assertThat(logs.describeLogGroups(r -> r.logGroupNamePrefix("/g/").nextToken(first.nextToken()))
                        .logGroups())
                .hasSize(1);
        assertThat(logs.describeLogGroups(r -> r.limit(7)).logGroups()).hasSize(7);
        assertThatThrownBy(() -> logs.describeLogGroups(r -> r.nextToken("x")))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("The specified nextToken is invalid.");
    }

    @Test
    void refusesTokensThatNoPageGave() {
        assertThatThrownBy(() -> cloud.client(CodeBuildClient.class).listProjects(r -> r.nextToken("x")))
                .isInstanceOf(software.amazon.awssdk.services.codebuild.model.InvalidInputException.class)
                .hasMessageContaining("Invalid nextToken: x");
        assertThatThrownBy(() -> cloud.client(CodePipelineClient.class).listPipelines(r -> r.nextToken("x")))
                .isInstanceOf(InvalidNextTokenException.class);
        assertThatThrownBy(() -> cloud.client(SageMakerClient.class).listModels(r -> r.nextToken("x")))
                .hasMessageContaining("Invalid NextToken: give the one of the page before, unchanged.");
    }

    @Test
    void givesNothingBeyondTheEnd() {
        assertThat(cloud.client(CodeBuildClient.class)
                        .listProjects(r -> r.nextToken("7"))
                        .projects())
                .isEmpty();
    }
}
