package io.mlops.local.codebuild;

import static io.mlops.local.codebuild.CodeBuildWorld.phase;
import static io.mlops.local.codebuild.CodeBuildWorld.project;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.local.LocalAws;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.codebuild.model.ArtifactNamespace;
import software.amazon.awssdk.services.codebuild.model.ArtifactPackaging;
import software.amazon.awssdk.services.codebuild.model.ArtifactsType;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.BuildPhaseType;
import software.amazon.awssdk.services.codebuild.model.CreateProjectRequest;
import software.amazon.awssdk.services.codebuild.model.InvalidInputException;
import software.amazon.awssdk.services.codebuild.model.ProjectArtifacts;
import software.amazon.awssdk.services.codebuild.model.ProjectSource;
import software.amazon.awssdk.services.codebuild.model.ProjectSourceVersion;
import software.amazon.awssdk.services.codebuild.model.SourceType;
import software.amazon.awssdk.services.codebuild.model.StatusType;
import software.amazon.awssdk.services.s3.model.S3Object;

@Timeout(40)
class BuildFeaturesTest {
    @TempDir
    private Path directory;

    private CodeBuildWorld world;

    @BeforeEach
    void start() {
        world = new CodeBuildWorld(LocalAws.builder().directory(directory).image("mine:1", List.of("env", "MINE=yes")));
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private Build run(CreateProjectRequest.Builder project) {
        world.codebuild.createProject(project.build());
        return world.ended(
                world.codebuild.startBuild(r -> r.projectName("demo")).build().id());
    }

    private List<String> keys() {
        return world.s3.listObjectsV2(r -> r.bucket("artifacts")).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    @Test
    void keepsWhatRunsInTheBackgroundUntilTheBuildEnds() {
        Build build = world.run(
                "version: 0.2",
                "phases:",
                "  install:",
                "    commands:",
                "      - nohup sleep 100 >/dev/null 2>&1 &",
                "      - server=$!",
                "  build:",
                "    commands: [kill -0 $server]",
                "  post_build:",
                "    commands: [echo pid $server]");

        assertThat(build.buildStatus()).isEqualTo(StatusType.SUCCEEDED);
        String pid = world.log(build).stream()
                .filter(line -> line.startsWith("pid "))
                .findFirst()
                .orElseThrow()
                .substring(4);
        ProcessHandle.of(Long.parseLong(pid))
                .ifPresent(process -> process.onExit().join());
        assertThat(world.aws.processes()).isZero();
    }

    @Test
    void runsEachCommandByItselfInVersion01() {
        Build build = world.run(
                "version: 0.1",
                "phases:",
                "  build:",
                "    commands: [A=a, cd /, 'echo \"${A:-none} $(basename \"$PWD\")\"', (exit 4)]");

        assertThat(world.log(build)).contains("none src");
        assertThat(phase(build, BuildPhaseType.BUILD).contexts().get(0).message())
                .endsWith("exit status 4");
    }

    @Test
    void hasACommandStandForAnImage() {
        Build build = run(project("demo", "version: 0.2", "phases: {build: {commands: ['echo mine $MINE']}}")
                .environment(e -> e.type("LINUX_CONTAINER").image("mine:1").computeType("BUILD_GENERAL1_SMALL")));

        assertThat(world.log(build))
                .contains("mine yes")
                .anyMatch(line -> line.endsWith("The command env MINE=yes stands for the image mine:1"));
    }

    @Test
    void keepsEveryLineOfALongOutput() {
        Build build = world.run("version: 0.2", "phases: {build: {commands: [seq 1 25000]}}");

        int numbers = 0;
        String token = null;
        while (true) {
            String from = token;
            GetLogEventsResponse page = world.logs.getLogEvents(r -> r.logGroupName("/aws/codebuild/demo")
                    .logStreamName(build.logs().streamName())
                    .startFromHead(true)
                    .nextToken(from));
            numbers += (int) page.events().stream()
                    .filter(event -> event.message().matches("\\d+"))
                    .count();
            if (page.nextForwardToken().equals(token)) {
                break;
            }
            token = page.nextForwardToken();
        }
        assertThat(numbers).isEqualTo(25_000);
    }

    @Test
    void sendsFilesToAFolderOfTheBuild() {
        Build build = run(project(
                        "demo",
                        "version: 0.2",
                        "phases: {build: {commands: ['mkdir -p out1 out2 other', 'touch out1/a out2/b other/c']}}",
                        "artifacts: {base-directory: 'out*', files: ['**/*']}")
                .artifacts(a -> a.type(ArtifactsType.S3)
                        .location("artifacts")
                        .path("/some/path/")
                        .namespaceType(ArtifactNamespace.BUILD_ID)
                        .packaging(ArtifactPackaging.NONE)));

        String folder = "some/path/" + build.logs().streamName() + "/demo";
        assertThat(keys()).containsExactly(folder + "/a", folder + "/b");
        assertThat(build.artifacts().location()).isEqualTo("arn:aws:s3:::artifacts/" + folder);
    }

    @Test
    void namesAnArtifactAsTheBuildspecSaysInTheShell() {
        Build build = run(project(
                        "demo",
                        "version: 0.2",
                        "phases: {build: {commands: [export KIND=fine, touch a]}}",
                        "artifacts: {files: [a], name: 'my-$KIND-$(echo $CODEBUILD_BUILD_NUMBER).zip'}")
                .artifacts(a -> a.type(ArtifactsType.S3)
                        .location("artifacts")
                        .name("other.zip")
                        .packaging(ArtifactPackaging.ZIP)
                        .overrideArtifactName(true)));

        assertThat(keys()).containsExactly("my-fine-1.zip");
        assertThat(build.artifacts().location()).isEqualTo("arn:aws:s3:::artifacts/my-fine-1.zip");
        assertThat(build.artifacts().sha256sum()).matches("[0-9a-f]{64}");
        assertThat(build.artifacts().md5sum()).matches("[0-9a-f]{32}");
    }

    @Test
    void sendsSecondaryArtifacts() {
        ProjectArtifacts logs = ProjectArtifacts.builder()
                .type(ArtifactsType.S3)
                .location("artifacts")
                .artifactIdentifier("logs")
                .name("logs")
                .build();
        Build build = run(project(
                        "demo",
                        "version: 0.2",
                        "phases: {build: {commands: [touch a b]}}",
                        "artifacts: {files: [a], secondary-artifacts: {logs: {files: [b]}}}")
                .artifacts(a -> a.type(ArtifactsType.S3).location("artifacts").name("main"))
                .secondaryArtifacts(logs));

        assertThat(keys()).containsExactly("logs/b", "main/a");
        assertThat(build.secondaryArtifacts().get(0).artifactIdentifier()).isEqualTo("logs");
        assertThatThrownBy(() -> world.codebuild.startBuild(r -> r.projectName("demo")
                        .secondaryArtifactsOverride(
                                logs.toBuilder().artifactIdentifier("not-fit").build())))
                .hasMessageContaining("identifier must contain only alphanumeric characters and underscores");
    }

    private String put(String key, String name, String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return world.s3
                .putObject(r -> r.bucket("artifacts").key(key), RequestBody.fromBytes(bytes.toByteArray()))
                .versionId();
    }

    @Test
    void takesSourcesInTheVersionsThatAreAsked() throws IOException {
        String first = put("main.zip", "main.txt", "first");
        put("main.zip", "main.txt", "second");
        String old = put("more.zip", "more.txt", "old");
        put("more.zip", "more.txt", "new");
        world.s3.putObject(
                r -> r.bucket("artifacts").key("spec.yml"),
                RequestBody.fromString(
                        "version: 0.2\nphases: {build: {commands: ['cat main.txt $CODEBUILD_SRC_DIR_more/*',"
                                + " 'echo \" $CODEBUILD_SOURCE_VERSION $CODEBUILD_SOURCE_REPO_URL\"']}}"));

        Build build = run(project("demo")
                .source(s -> s.type(SourceType.S3)
                        .location("artifacts/main.zip")
                        .buildspec("arn:aws:s3:::artifacts/spec.yml"))
                .sourceVersion(first)
                .secondarySources(ProjectSource.builder()
                        .type(SourceType.S3)
                        .location("artifacts/more.zip")
                        .sourceIdentifier("more")
                        .build())
                .secondarySourceVersions(ProjectSourceVersion.builder()
                        .sourceIdentifier("more")
                        .sourceVersion(old)
                        .build()));

        assertThat(world.log(build)).contains("firstold", " " + first + " s3://artifacts/main.zip");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "run-as: root | run-as is not supported by this emulator",
                "proxy: {logs: yes} | proxy is not supported by this emulator",
                "env: {secrets-manager: {A: b}} | secrets-manager is not supported by this emulator",
                "env: {shell: powershell.exe} | env.shell powershell.exe is not supported",
                "artifacts: {files: [a], enable-symlinks: yes} | enable-symlinks is not supported by this emulator",
                "steps: [] | steps in the buildspec is not supported",
            })
    void refusesByNameWhatABuildspecAsksAndIsNotThere(String line, String message) {
        assertThatThrownBy(() -> BuildspecReader.read("version: 0.2\n" + line + "\nphases: {build: {commands: [a]}}"))
                .hasMessageContaining(message);
    }

    @Test
    void refusesByNameARetryAndGoesOnWhereAwsIgnores() {
        assertThatThrownBy(() ->
                        BuildspecReader.read("version: 0.2\nphases: {build: {on-failure: RETRY-2, commands: [a]}}"))
                .hasMessageContaining("phases.build.on-failure: RETRY-2 is not supported by this emulator");
        assertThat(BuildspecReader.read("version: 0.2\nbatch: {fast-fail: true}\ncache: {paths: [a]}\n"
                                + "phases: {build: {commands: [a]}}")
                        .notes())
                .hasSize(2);
    }

    @Test
    void refusesByNameAnOverrideThatIsNotHonoured() {
        world.codebuild.createProject(project("demo", "version: 0.2", "phases: {build: {commands: [a]}}")
                .build());

        assertThatThrownBy(() ->
                        world.codebuild.startBuild(r -> r.projectName("demo").privilegedModeOverride(true)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("privilegedModeOverride is not supported by this emulator");
        assertThatThrownBy(() -> world.codebuild.batchGetBuilds(r -> r.ids("demo")))
                .hasMessageContaining("Invalid build ID provided");
    }
}
