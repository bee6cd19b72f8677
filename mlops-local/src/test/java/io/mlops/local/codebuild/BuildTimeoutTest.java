package io.mlops.local.codebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.local.HeldCloud;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.BuildPhaseType;
import software.amazon.awssdk.services.codebuild.model.StatusType;
import software.amazon.awssdk.services.iam.IamClient;

@Timeout(40)
class BuildTimeoutTest {
    @TempDir
    private Path directory;

    @Test
    void endsABuildAfterItsTime() throws Exception {
        try (HeldCloud cloud = new HeldCloud(directory)) {
            cloud.client(IamClient.class)
                    .createRole(r -> r.roleName("build")
                            .assumeRolePolicyDocument(CodeBuildWorld.trust("codebuild.amazonaws.com")));
            CodeBuildClient codebuild = cloud.client(CodeBuildClient.class);
            codebuild.createProject(CodeBuildWorld.project(
                            "slow", "version: 0.2", "phases: {build: {commands: [touch begun, sleep 100]}}")
                    .timeoutInMinutes(5)
                    .build());
            String id = codebuild.startBuild(r -> r.projectName("slow")).build().id();
            while (!Files.exists(directory.resolve("builds/slow/" + id.substring(5) + "/src/begun"))) {
                CodeBuildWorld.pause();
            }

            cloud.time().advance(Duration.ofMinutes(5));

            Build build = codebuild.batchGetBuilds(r -> r.ids(id)).builds().get(0);
            while (!build.buildComplete()) {
                CodeBuildWorld.pause();
                build = codebuild.batchGetBuilds(r -> r.ids(id)).builds().get(0);
            }
            assertThat(build.buildStatus()).isEqualTo(StatusType.TIMED_OUT);
            assertThat(CodeBuildWorld.phase(build, BuildPhaseType.BUILD)
                            .contexts()
                            .get(0)
                            .statusCode())
                    .isEqualTo("BUILD_TIMED_OUT");
            assertThat(cloud.processes()).isZero();
        }
    }
}
