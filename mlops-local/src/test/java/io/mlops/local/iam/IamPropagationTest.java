package io.mlops.local.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.local.HeldCloud;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.codebuild.model.CreateProjectRequest;
import software.amazon.awssdk.services.codebuild.model.InvalidInputException;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.InvalidStructureException;
import software.amazon.awssdk.services.iam.IamClient;

/** IAM's changes that take their time. */
@SuppressWarnings("unchecked") // The SDK's builders take generic varargs.
class IamPropagationTest {
    private static final String ROLE = "arn:aws:iam::123456789012:role/build";
    private static final CreateProjectRequest PROJECT = CreateProjectRequest.builder()
            .name("project")
            .serviceRole(ROLE)
            .source(s -> s.type("NO_SOURCE").buildspec("version: 0.2\nphases: {build: {commands: [true]}}"))
            .artifacts(a -> a.type("NO_ARTIFACTS"))
            .environment(e -> e.type("LINUX_CONTAINER")
                    .computeType("BUILD_GENERAL1_SMALL")
                    .image("aws/codebuild/amazonlinux2-x86_64-standard:5.0"))
            .build();

    @TempDir
    private Path directory;

    private HeldCloud cloud;
    private IamClient iam;

    @BeforeEach
    void start() {
        cloud = new HeldCloud(directory);
        iam = cloud.client(IamClient.class);
        IamPropagation.of(cloud.cloud()).setDelay(Duration.ofSeconds(10));
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    private static String trust(String service) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\""
                + service + "\"},\"Action\":\"sts:AssumeRole\"}]}";
    }

    @Test
    void aNewRoleIsThereAtOnceAndCannotBeAssumedYet() {
        CodeBuildClient codebuild = cloud.client(CodeBuildClient.class);
        iam.createRole(r -> r.roleName("build").assumeRolePolicyDocument(trust("codebuild.amazonaws.com")));

        assertThat(iam.getRole(r -> r.roleName("build")).role().arn()).isEqualTo(ROLE);
        assertThatThrownBy(() -> codebuild.createProject(PROJECT))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("CodeBuild is not authorized to perform: sts:AssumeRole on " + ROLE);

        cloud.time().advance(Duration.ofSeconds(10));

        assertThatCode(() -> codebuild.createProject(PROJECT)).doesNotThrowAnyException();
    }

    @Test
    void aChangedRoleActsAsBeforeForAWhile() {
        CodeBuildClient codebuild = cloud.client(CodeBuildClient.class);
        iam.createRole(r -> r.roleName("build").assumeRolePolicyDocument(trust("codebuild.amazonaws.com")));
        cloud.time().advance(Duration.ofSeconds(10));

        iam.updateAssumeRolePolicy(r -> r.roleName("build").policyDocument(trust("lambda.amazonaws.com")));

        assertThatCode(() -> codebuild.createProject(PROJECT)).doesNotThrowAnyException();
        cloud.time().advance(Duration.ofSeconds(10));
        assertThatThrownBy(() -> codebuild.startBuild(r -> r.projectName("project")))
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    void codePipelineSaysThatItCannotAssumeTheRole() {
        iam.createRole(r -> r.roleName("build").assumeRolePolicyDocument(trust("codepipeline.amazonaws.com")));

        assertThatThrownBy(() -> cloud.client(CodePipelineClient.class)
                        .createPipeline(r -> r.pipeline(p -> p.name("p")
                                .roleArn(ROLE)
                                .artifactStore(s -> s.type("S3").location("bucket"))
                                .stages(stage -> stage.name("Source")
                                        .actions(a -> a.name("a")
                                                .actionTypeId(t -> t.category("Source")
                                                        .owner("AWS")
                                                        .provider("S3")
                                                        .version("1")))))))
                .isInstanceOf(InvalidStructureException.class)
                .hasMessageContaining("CodePipeline is not authorized to perform AssumeRole on role " + ROLE);
    }
}
