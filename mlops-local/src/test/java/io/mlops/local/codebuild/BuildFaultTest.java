package io.mlops.local.codebuild;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.BuildPhaseType;
import software.amazon.awssdk.services.codebuild.model.StatusType;
import software.amazon.awssdk.services.iam.IamClient;

/** What becomes of a build when the emulator itself meets a fault. */
@Timeout(20)
class BuildFaultTest {
    @TempDir
    private Path directory;

    private FaultyCloud cloud;
    private CodeBuildClient codebuild;

    @BeforeEach
    void start() {
        cloud = new FaultyCloud(directory, "");
        codebuild = cloud.client(CodeBuildClient.class);
        cloud.client(IamClient.class)
                .createRole(r ->
                        r.roleName("build").assumeRolePolicyDocument(CodeBuildWorld.trust("codebuild.amazonaws.com")));
        codebuild.createProject(CodeBuildWorld.project("demo", "version: 0.2", "phases: {build: {commands: [echo]}}")
                .build());
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    private Build run() {
        String id = codebuild.startBuild(r -> r.projectName("demo")).build().id();
        Build build = codebuild.batchGetBuilds(r -> r.ids(id)).builds().get(0);
        while (!build.buildComplete()) {
            CodeBuildWorld.pause();
            build = codebuild.batchGetBuilds(r -> r.ids(id)).builds().get(0);
        }
        return build;
    }

    @Test
    void endsTheBuildWhenAnErrorIsThrown() {
        cloud.breaks("CreateLogStream");

        Build build = run();

        assertThat(build.buildStatus()).isEqualTo(StatusType.FAULT);
        assertThat(CodeBuildWorld.phase(build, BuildPhaseType.PROVISIONING)
                        .contexts()
                        .get(0)
                        .statusCode())
                .isEqualTo("INTERNAL_SERVICE_ERROR");
        assertThat(cloud.logged()).contains(build.id() + " met a fault", "NoClassDefFoundError: CreateLogStream");
        assertThat(directory.resolve("builds/demo/" + build.id().substring(5)))
                .isDirectoryNotContaining("glob:**state");
    }

    @Test
    void saysNothingOfABuildThatTheEndCutsOff() {
        cloud.ends("CreateLogStream");

        Build build = run();

        assertThat(build.buildStatus()).isEqualTo(StatusType.FAULT);
        assertThat(cloud.logged()).isEmpty();
    }
}
