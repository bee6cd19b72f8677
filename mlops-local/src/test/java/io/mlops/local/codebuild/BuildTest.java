package io.mlops.local.codebuild;

import static io.mlops.local.codebuild.CodeBuildWorld.phase;
import static io.mlops.local.codebuild.CodeBuildWorld.project;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.BuildPhase;
import software.amazon.awssdk.services.codebuild.model.BuildPhaseType;
import software.amazon.awssdk.services.codebuild.model.EnvironmentVariable;
import software.amazon.awssdk.services.codebuild.model.ExportedEnvironmentVariable;
import software.amazon.awssdk.services.codebuild.model.InvalidInputException;
import software.amazon.awssdk.services.codebuild.model.StatusType;

@Timeout(40)
class BuildTest {
    @TempDir
    private Path directory;

    private CodeBuildWorld world;

    @BeforeEach
    void start() {
        world = new CodeBuildWorld(directory);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void goesThroughAllPhasesAndLogsAsTheAgentDoes() {
        Build build = world.run(
                "version: 0.2",
                "phases:",
                "  install:",
                "    runtime-versions: {java: corretto17}",
                "  build:",
                "    commands:",
                "      - echo \"number $CODEBUILD_BUILD_NUMBER\"");

        assertThat(build.buildStatus()).isEqualTo(StatusType.SUCCEEDED);
        assertThat(build.phases())
                .extracting(BuildPhase::phaseType)
                .containsExactly(
                        BuildPhaseType.SUBMITTED,
                        BuildPhaseType.QUEUED,
                        BuildPhaseType.PROVISIONING,
                        BuildPhaseType.DOWNLOAD_SOURCE,
                        BuildPhaseType.INSTALL,
                        BuildPhaseType.PRE_BUILD,
                        BuildPhaseType.BUILD,
                        BuildPhaseType.POST_BUILD,
                        BuildPhaseType.UPLOAD_ARTIFACTS,
                        BuildPhaseType.FINALIZING,
                        BuildPhaseType.COMPLETED);
        assertThat(build.logs().groupName()).isEqualTo("/aws/codebuild/demo");
        assertThat(build.id()).isEqualTo("demo:" + build.logs().streamName());
        assertThat(world.log(build))
                .contains("number 1")
                .anyMatch(line -> line.matches("\\[Container] \\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{6}"
                        + " Running command echo \"number \\$CODEBUILD_BUILD_NUMBER\""))
                .anyMatch(line -> line.endsWith("Phase complete: BUILD State: SUCCEEDED"))
                .anyMatch(line -> line.contains("java: corretto17: the machine's own is taken"));
    }

    @Test
    void keepsVariablesFunctionsAndDirectoryFromCommandToCommandAndPhaseToPhase() {
        Build build = world.run(
                "version: 0.2",
                "phases:",
                "  pre_build:",
                "    commands:",
                "      - export EXPORTED='a  \"b\" $c'",
                "      - PLAIN=plain",
                "      - greet() { echo \"greets $1\"; }",
                "      - mkdir sub && cd sub",
                "      - exit 0",
                "  build:",
                "    commands:",
                "      - bash -c 'echo \"$EXPORTED|$PLAIN\"'",
                "      - echo \"$PLAIN $(basename \"$PWD\")\"",
                "      - greet you");

        assertThat(build.buildStatus()).isEqualTo(StatusType.SUCCEEDED);
        assertThat(world.log(build)).contains("a  \"b\" $c|", "plain sub", "greets you");
    }

    @Test
    void takesNeitherATraceNorItsOwnTextForAnAnnouncement() {
        Build build = world.run(
                "version: 0.2",
                "phases:",
                "  build:",
                "    commands:",
                "      - cat \"$0\"",
                "      - printf open",
                "      - set -x",
                "      - printf 'two\\n\\nlines\\n\\n'",
                "      - exit 0",
                "      - (exit 3)");

        assertThat(phase(build, BuildPhaseType.BUILD).contexts().get(0).message())
                .isEqualTo("Error while executing command: (exit 3). Reason: exit status 3");
        assertThat(world.log(build))
                .containsSubsequence("open", "two", " ", "lines", " ")
                .filteredOn(line -> line.startsWith("[Container]") && line.contains("Running command"))
                .hasSize(6);
    }

    @Test
    void keepsARoleThatACommandTookOn() {
        Build build = world.run(
                "version: 0.2",
                "phases:",
                "  pre_build:",
                "    commands: [export AWS_ACCESS_KEY_ID=own AWS_SECRET_ACCESS_KEY=secret]",
                "  build:",
                "    commands:",
                "      - echo \"$AWS_ACCESS_KEY_ID $AWS_SECRET_ACCESS_KEY\"");

        assertThat(world.log(build)).contains("own secret");
    }

    @Test
    void keepsNoCredentialsInFilesAndNothingAfterTheEnd() {
        Build build = world.run(
                "version: 0.2",
                "phases:",
                "  pre_build:",
                "    commands: [KEPT=kept]",
                "  build:",
                "    commands:",
                "      - echo \"$KEPT $AWS_ACCESS_KEY_ID ${#AWS_ACCESS_KEY_ID} ${#AWS_SECRET_ACCESS_KEY}\"",
                "      - stat -c %a ../state",
                "      - grep -c -e ASIA -e \"$AWS_SECRET_ACCESS_KEY\" -e \"$AWS_SESSION_TOKEN\" ../state/variables");

        assertThat(world.log(build)).contains("kept *** 20 40", "700", "0");
        assertThat(build.buildStatus()).isEqualTo(StatusType.FAILED);
        assertThat(directory.resolve("builds/demo/" + build.id().substring(5)))
                .isDirectoryContaining("glob:**src")
                .isDirectoryNotContaining("glob:**state");
    }

    @Test
    void letsTheCallOverrideTheProjectAndTheProjectTheBuildspec() {
        world.codebuild.createProject(project(
                        "demo",
                        "version: 0.2",
                        "env: {variables: {A: spec, B: spec, C: spec}}",
                        "phases: {build: {commands: ['echo \"$A $B $C\"']}}")
                .environment(e -> e.type("LINUX_CONTAINER")
                        .image("aws/codebuild/standard:7.0")
                        .computeType("BUILD_GENERAL1_SMALL")
                        .environmentVariables(variable("B", "project"), variable("C", "project")))
                .build());

        Build build = world.ended(world.codebuild
                .startBuild(r -> r.projectName("demo").environmentVariablesOverride(variable("C", "call")))
                .build()
                .id());

        assertThat(world.log(build)).contains("spec project call");
    }

    private static EnvironmentVariable variable(String name, String value) {
        return EnvironmentVariable.builder().name(name).value(value).build();
    }

    @Test
    void endsAtTheFirstFailingCommandThenRunsFinallyAndPostBuild() {
        Build build = world.run(
                "version: 0.2",
                "phases:",
                "  build:",
                "    commands: [echo first, (exit 3), echo never]",
                "    finally: [echo finally $CODEBUILD_BUILD_SUCCEEDING]",
                "  post_build:",
                "    commands: [echo post $CODEBUILD_BUILD_SUCCEEDING]");

        assertThat(build.buildStatus()).isEqualTo(StatusType.FAILED);
        assertThat(phase(build, BuildPhaseType.BUILD).contexts().get(0).statusCode())
                .isEqualTo("COMMAND_EXECUTION_ERROR");
        assertThat(phase(build, BuildPhaseType.BUILD).contexts().get(0).message())
                .isEqualTo("Error while executing command: (exit 3). Reason: exit status 3");
        assertThat(phase(build, BuildPhaseType.UPLOAD_ARTIFACTS).phaseStatus()).isEqualTo(StatusType.SUCCEEDED);
        assertThat(world.log(build)).contains("first", "finally 0", "post 0").doesNotContain("never");
    }

    @Test
    void skipsToFinalizingWhenPreBuildFails() {
        Build build = world.run(
                "version: 0.2", "phases:", "  pre_build: {commands: ['exit 5']}", "  build: {commands: [echo never]}");

        assertThat(build.buildStatus()).isEqualTo(StatusType.FAILED);
        assertThat(build.phases())
                .extracting(BuildPhase::phaseType)
                .endsWith(BuildPhaseType.PRE_BUILD, BuildPhaseType.FINALIZING, BuildPhaseType.COMPLETED);
    }

    @Test
    void goesOnAfterAFailureWhereThePhaseSaysContinue() {
        Build build = world.run(
                "version: 0.2",
                "phases:",
                "  install: {on-failure: CONTINUE, commands: ['false']}",
                "  build: {commands: [echo went on]}");

        assertThat(phase(build, BuildPhaseType.INSTALL).phaseStatus()).isEqualTo(StatusType.FAILED);
        assertThat(build.buildStatus()).isEqualTo(StatusType.SUCCEEDED);
        assertThat(world.log(build)).contains("went on");
    }

    @Test
    void handsOnExportedVariablesAsTheyAreAtTheEnd() {
        Build build = world.run(
                "version: 0.2",
                "env: {variables: {KEPT: from-spec}, exported-variables: [KEPT, MADE, AWS_SECRET_ACCESS_KEY]}",
                "phases: {build: {commands: [MADE=\"two words\"]}}");

        assertThat(build.exportedEnvironmentVariables())
                .containsExactly(
                        ExportedEnvironmentVariable.builder()
                                .name("KEPT")
                                .value("from-spec")
                                .build(),
                        ExportedEnvironmentVariable.builder()
                                .name("MADE")
                                .value("two words")
                                .build());
    }

    @Test
    void givesTheBuildItsRolesSessionAndNothingOfTheEmulators() {
        Build build = world.run(
                "version: 0.2",
                "phases: {build: {commands: ['echo key ${AWS_ACCESS_KEY_ID:0:4}', 'echo at $AWS_ENDPOINT_URL $AWS_REGION',"
                        + " 'echo user ${USER:-none}', 'echo id $CODEBUILD_BUILD_ID by $CODEBUILD_INITIATOR']}}");

        assertThat(world.log(build))
                .contains(
                        "key ASIA",
                        "at " + world.aws.endpoint() + " eu-west-1",
                        "user none",
                        "id " + build.id() + " by root");
    }

    @Test
    void failsTheDownloadForAWrongBuildspec() {
        Build colon = world.run("version: 0.2", "phases:", "  build:", "    commands:", "      - echo a: b");

        assertThat(colon.buildStatus()).isEqualTo(StatusType.FAILED);
        BuildPhase download = phase(colon, BuildPhaseType.DOWNLOAD_SOURCE);
        assertThat(download.contexts().get(0).statusCode()).isEqualTo("YAML_FILE_ERROR");
        assertThat(download.contexts().get(0).message())
                .isEqualTo("Expected Commands[0] to be of string type: found subkeys instead");
    }

    @Test
    void stopsABuildWithAllItsProcesses() throws Exception {
        world.codebuild.createProject(project(
                        "demo",
                        "version: 0.2",
                        "phases:",
                        "  build:",
                        "    commands:",
                        "      - (sleep 100 & echo $! > pid; wait)",
                        "    finally: [echo never]")
                .build());
        String id =
                world.codebuild.startBuild(r -> r.projectName("demo")).build().id();
        Path pid = directory.resolve("builds/demo/" + id.substring(5) + "/src/pid");
        while (!Files.exists(pid) || Files.size(pid) == 0) {
            CodeBuildWorld.pause();
        }

        world.codebuild.stopBuild(r -> r.id(id));

        Build build = world.ended(id);
        assertThat(build.buildStatus()).isEqualTo(StatusType.STOPPED);
        assertThat(phase(build, BuildPhaseType.BUILD).phaseStatus()).isEqualTo(StatusType.STOPPED);
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
                .ifPresent(process -> process.onExit().join());
        assertThat(world.log(build)).doesNotContain("never");
        assertThat(world.aws.processes()).isZero();
    }

    @Test
    void letsTheCommandTidyUpWhenTheBuildIsStopped() {
        world.codebuild.createProject(project(
                        "demo",
                        "version: 0.2",
                        "phases:",
                        "  build:",
                        "    commands:",
                        "      - bash -c 'trap \"sleep 0.2; touch tidied; exit\" TERM; touch begun;"
                                + " while true; do sleep 0.02; done'",
                        "      - touch never")
                .build());
        String id =
                world.codebuild.startBuild(r -> r.projectName("demo")).build().id();
        Path source = directory.resolve("builds/demo/" + id.substring(5) + "/src");
        while (!Files.exists(source.resolve("begun"))) {
            CodeBuildWorld.pause();
        }

        world.codebuild.stopBuild(r -> r.id(id));

        assertThat(world.ended(id).buildStatus()).isEqualTo(StatusType.STOPPED);
        assertThat(source.resolve("tidied")).exists();
        assertThat(source.resolve("never")).doesNotExist();
    }

    @Test
    void refusesAProjectThatCannotBeHonoured() {
        String[] spec = {"version: 0.2", "phases: {build: {commands: [echo]}}"};

        assertThatThrownBy(() -> world.codebuild.createProject(project("demo", spec)
                        .serviceRole("arn:aws:iam::123456789012:role/none")
                        .build()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("CodeBuild is not authorized to perform: sts:AssumeRole on"
                        + " arn:aws:iam::123456789012:role/none");
        assertThatThrownBy(() -> world.codebuild.createProject(
                        project("demo", spec).vpcConfig(v -> v.vpcId("vpc-1")).build()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("vpcConfig is not supported");
        assertThatThrownBy(() -> world.codebuild.createProject(project("demo", spec)
                        .environment(e -> e.type("LINUX_CONTAINER")
                                .image("aws/codebuild/standard:7.0")
                                .computeType("BUILD_GENERAL1_SMALL")
                                .environmentVariables(variable("A", "b").toBuilder()
                                        .type("SECRETS_MANAGER")
                                        .build()))
                        .build()))
                .hasMessageContaining("SECRETS_MANAGER");
        assertThatThrownBy(() -> world.codebuild.createProject(project("demo", spec)
                        .environment(
                                e -> e.type("LINUX_CONTAINER").image("python:3").computeType("BUILD_GENERAL1_SMALL"))
                        .build()))
                .hasMessageContaining("environment.image python:3 is not known")
                .hasMessageContaining("--image python:3=COMMAND");
        assertThatThrownBy(() -> world.codebuild.createProject(
                        project("demo", spec).timeoutInMinutes(4).build()))
                .hasMessageContaining("timeoutInMinutes");
    }
}
