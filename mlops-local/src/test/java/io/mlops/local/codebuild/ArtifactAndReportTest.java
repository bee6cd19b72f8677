package io.mlops.local.codebuild;

import static io.mlops.local.codebuild.CodeBuildWorld.phase;
import static io.mlops.local.codebuild.CodeBuildWorld.project;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.codebuild.model.ArtifactPackaging;
import software.amazon.awssdk.services.codebuild.model.ArtifactsType;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.BuildPhaseType;
import software.amazon.awssdk.services.codebuild.model.CreateProjectRequest;
import software.amazon.awssdk.services.codebuild.model.InvalidInputException;
import software.amazon.awssdk.services.codebuild.model.Report;
import software.amazon.awssdk.services.codebuild.model.ReportStatusType;
import software.amazon.awssdk.services.codebuild.model.SourceType;
import software.amazon.awssdk.services.codebuild.model.StatusType;
import software.amazon.awssdk.services.codebuild.model.TestCase;

@Timeout(40)
class ArtifactAndReportTest {
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

    private static CreateProjectRequest.Builder packing(String... buildspec) {
        return project("demo", buildspec)
                .artifacts(a -> a.type(ArtifactsType.S3)
                        .location("artifacts")
                        .name("out.zip")
                        .packaging(ArtifactPackaging.ZIP));
    }

    private Build run(CreateProjectRequest.Builder project) {
        world.codebuild.createProject(project.build());
        return world.ended(
                world.codebuild.startBuild(r -> r.projectName("demo")).build().id());
    }

    private List<String> packed() throws IOException {
        List<String> names = new ArrayList<>();
        byte[] bytes = world.s3
                .getObjectAsBytes(r -> r.bucket("artifacts").key("out.zip"))
                .asByteArray();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (!entry.isDirectory()) {
                    names.add(entry.getName());
                }
            }
        }
        return names;
    }

    @Test
    void packsWhatThePatternsNameBelowTheBaseDirectory() throws IOException {
        Build build = run(packing(
                "version: 0.2",
                "phases: {build: {commands: ['mkdir -p a/b/c', 'touch a/1.txt a/b/2.txt a/b/c/3.log top.txt']}}",
                "artifacts: {base-directory: a, files: ['**/*'], exclude-paths: ['**/*.log']}"));

        assertThat(build.buildStatus()).isEqualTo(StatusType.SUCCEEDED);
        assertThat(packed()).containsExactlyInAnyOrder("1.txt", "b/2.txt");
    }

    @Test
    void discardsPaths() throws IOException {
        run(packing(
                "version: 0.2",
                "phases: {build: {commands: ['mkdir -p a/b', 'touch a/b/2.txt']}}",
                "artifacts: {files: ['a/**/*'], discard-paths: yes}"));

        assertThat(packed()).containsExactly("2.txt");
    }

    @Test
    void failsTheUploadWhereNothingMatches() {
        Build build = run(packing(
                "version: 0.2", "phases: {build: {commands: [echo]}}", "artifacts: {files: [model_package_arn.txt]}"));

        assertThat(build.buildStatus()).isEqualTo(StatusType.FAILED);
        assertThat(phase(build, BuildPhaseType.UPLOAD_ARTIFACTS).contexts().get(0))
                .hasToString("PhaseContext(StatusCode=CLIENT_ERROR, Message=no matching artifact paths found)");
    }

    @Test
    void keepsTheRightToExecuteAndRefusesAnArchiveThatLeadsElsewhere() throws IOException {
        Build made = run(packing(
                "version: 0.2",
                "phases: {build: {commands: ['echo \"echo ran\" > run.sh', chmod +x run.sh]}}",
                "artifacts: {files: [run.sh]}"));
        assertThat(made.buildStatus()).isEqualTo(StatusType.SUCCEEDED);
        String spec = "version: 0.2\nphases: {build: {commands: [./run.sh]}}";

        Build ran = world.ended(world.codebuild
                .startBuild(r -> r.projectName("demo")
                        .sourceTypeOverride(SourceType.S3)
                        .sourceLocationOverride("artifacts/out.zip")
                        .artifactsOverride(a -> a.type(ArtifactsType.NO_ARTIFACTS))
                        .buildspecOverride(spec))
                .build()
                .id());
        world.s3.putObject(r -> r.bucket("artifacts").key("evil.zip"), RequestBody.fromBytes(evil()));
        Build evil = world.ended(world.codebuild
                .startBuild(r -> r.projectName("demo")
                        .sourceTypeOverride(SourceType.S3)
                        .sourceLocationOverride("artifacts/evil.zip")
                        .buildspecOverride(spec))
                .build()
                .id());

        assertThat(world.log(ran)).contains("ran");
        assertThat(phase(evil, BuildPhaseType.DOWNLOAD_SOURCE).contexts().get(0).statusCode())
                .isEqualTo("CLIENT_ERROR");
        assertThat(directory.resolve("builds/demo/evil.txt")).doesNotExist();
        assertThat(Files.exists(directory.resolve("evil.txt"))).isFalse();
    }

    private static byte[] evil() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("../../evil.txt"));
            zip.write("evil".getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void saysWhichSourceCouldNotBeHad() {
        Build build = run(project("demo")
                .source(s -> s.type(SourceType.S3)
                        .location("artifacts/none.zip")
                        .buildspec("version: 0.2\nphases: {build: {commands: [echo]}}")));

        assertThat(phase(build, BuildPhaseType.DOWNLOAD_SOURCE)
                        .contexts()
                        .get(0)
                        .message())
                .startsWith("error while downloading key none.zip, error: NoSuchKey");
    }

    @Test
    void makesAReportOfJunitResults() {
        Build build = world.run(
                "version: 0.2",
                "phases:",
                "  build:",
                "    commands:",
                "      - mkdir reports",
                "      - |",
                "        cat > reports/junit.xml <<'XML'",
                "        <testsuites><testsuite name=\"model-test\">",
                "        <testcase classname=\"thresholds\" name=\"roc_auc\" time=\"0.5\"/>",
                "        <testcase classname=\"thresholds\" name=\"average_precision\" time=\"0.25\">",
                "        <failure message=\"0.2 is below 0.3\">detail</failure></testcase>",
                "        <testcase name=\"later\"><skipped/></testcase>",
                "        </testsuite></testsuites>",
                "        XML",
                "      - 'false'",
                "reports: {model-test: {files: [junit.xml], base-directory: reports}}");

        assertThat(build.buildStatus()).isEqualTo(StatusType.FAILED);
        String group = "arn:aws:codebuild:eu-west-1:123456789012:report-group/demo-model-test";
        assertThat(world.codebuild.listReportGroups(r -> {}).reportGroups()).containsExactly(group);
        String arn = world.codebuild
                .listReportsForReportGroup(r -> r.reportGroupArn(group))
                .reports()
                .get(0);
        assertThat(build.reportArns()).containsExactly(arn);
        Report report = world.codebuild
                .batchGetReports(r -> r.reportArns(arn))
                .reports()
                .get(0);
        assertThat(report.status()).isEqualTo(ReportStatusType.FAILED);
        assertThat(report.executionId()).isEqualTo(build.arn());
        assertThat(report.testSummary().total()).isEqualTo(3);
        assertThat(report.testSummary().statusCounts())
                .containsEntry("SUCCEEDED", 1)
                .containsEntry("FAILED", 1);
        assertThat(report.testSummary().durationInNanoSeconds()).isEqualTo(750_000_000L);
        List<TestCase> failed = world.codebuild
                .describeTestCases(r -> r.reportArn(arn).filter(f -> f.status("FAILED")))
                .testCases();
        assertThat(failed).extracting(TestCase::message).containsExactly("0.2 is below 0.3");
        assertThatThrownBy(() -> world.codebuild.deleteReportGroup(r -> r.arn(group)))
                .isInstanceOf(InvalidInputException.class);
        world.codebuild.deleteReportGroup(r -> r.arn(group).deleteReports(true));
        assertThat(world.codebuild.listReports(r -> {}).reports()).isEmpty();
    }

    @Test
    void looksUpNothingThatAReportNames() {
        Build build = world.run(
                "version: 0.2",
                "phases:",
                "  build:",
                "    commands:",
                "      - |",
                "        cat > junit.xml <<'XML'",
                "        <!DOCTYPE a [<!ENTITY secret SYSTEM \"file:///etc/hostname\">]>",
                "        <testsuite name=\"a\"><testcase name=\"b\"><failure>&secret;</failure></testcase></testsuite>",
                "        XML",
                "reports: {a: {files: [junit.xml]}}");

        assertThat(build.buildStatus()).isEqualTo(StatusType.SUCCEEDED);
        assertThat(build.reportArns()).isEmpty();
        assertThat(world.log(build)).anyMatch(line -> line.contains("Error processing report a: junit.xml is not"));
    }
}
