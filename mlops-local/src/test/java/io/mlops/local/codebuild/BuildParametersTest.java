package io.mlops.local.codebuild;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.BuildPhaseType;
import software.amazon.awssdk.services.codebuild.model.EnvironmentVariable;
import software.amazon.awssdk.services.codebuild.model.StatusType;
import software.amazon.awssdk.services.iam.IamClient;

/** Values of the Parameter Store in a build's environment. */
@Timeout(20)
class BuildParametersTest {
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
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    private Build run(EnvironmentVariable override, String... buildspec) {
        codebuild.createProject(CodeBuildWorld.project("demo", buildspec).build());
        String id = codebuild
                .startBuild(r -> r.projectName("demo").environmentVariablesOverride(override))
                .build()
                .id();
        Build build = codebuild.batchGetBuilds(r -> r.ids(id)).builds().get(0);
        while (!build.buildComplete()) {
            CodeBuildWorld.pause();
            build = codebuild.batchGetBuilds(r -> r.ids(id)).builds().get(0);
        }
        return build;
    }

    private static EnvironmentVariable stored(String name, String parameter) {
        return EnvironmentVariable.builder()
                .name(name)
                .value(parameter)
                .type("PARAMETER_STORE")
                .build();
    }

    @Test
    void takesValuesFromTheParameterStoreAndHidesThemInTheLog() {
        Build build = run(
                stored("B", "/secret"),
                "version: 0.2",
                "env: {parameter-store: {A: /secret}, variables: {B: plain}, exported-variables: [A, B]}",
                "phases: {build: {commands: ['[ \"$A\" = \"open sesame\" ] && [ \"$B\" = \"$A\" ]', 'echo it is $A']}}");

        assertThat(build.buildStatus()).isEqualTo(StatusType.SUCCEEDED);
        List<String> log = cloud
                .client(CloudWatchLogsClient.class)
                .getLogEvents(r -> r.logGroupName(build.logs().groupName())
                        .logStreamName(build.logs().streamName())
                        .startFromHead(true))
                .events()
                .stream()
                .map(OutputLogEvent::message)
                .toList();
        assertThat(log).contains("it is ***").noneMatch(line -> line.contains("sesame"));
        assertThat(build.exportedEnvironmentVariables()).hasSize(1);
    }

    @Test
    void failsTheDownloadForAParameterThatDoesNotExist() {
        Build build = run(stored("B", "/none"), "version: 0.2", "phases: {build: {commands: [echo]}}");

        assertThat(CodeBuildWorld.phase(build, BuildPhaseType.DOWNLOAD_SOURCE)
                        .contexts()
                        .get(0))
                .hasToString("PhaseContext(StatusCode=Decrypted Variables Error,"
                        + " Message=parameter does not exist: /none)");
    }
}
