package io.mlops;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.apply.ApplyListener;
import io.mlops.aws.Aws;
import io.mlops.local.LocalAws;
import io.mlops.plan.cost.Price;
import io.mlops.plan.cost.PriceTable;
import io.mlops.spec.Account;
import io.mlops.spec.Names;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/**
 * Runs every snippet of {@code docs/export.md}: the shell's as they stand there, with the real AWS CLI; those in Java stand
 * in this file, word for word.
 */
class ExportPageTest {
    private static final Path THIS = Path.of("src/test/java/io/mlops/ExportPageTest.java");

    @TempDir
    private Path directory;

    private Page page;
    private MlopsPipeline pipeline;
    private LocalAws local;
    private Aws aws;

    @BeforeEach
    void start() throws IOException {
        page = Page.read("export.md");
        local = LocalAws.builder().directory(directory.resolve("aws")).start();
        aws = Aws.at(local.endpoint(), local.region(), local.accessKeyId(), local.secretAccessKey());
        ToolJars jars = Descriptions.jars(directory);
        pipeline = new MlopsPipelineBuilder(Examples.spec(), jars).build();
    }

    @AfterEach
    void stop() {
        aws.close();
        local.close();
    }

    @Test
    void hasNoJavaThatThisFileDoesNotRun() throws IOException {
        String here = Page.words(Files.readString(THIS));

        assertThat(page.snippets().entrySet())
                .filteredOn(snippet -> snippet.getKey().startsWith("java: "))
                .hasSize(5)
                .allSatisfy(snippet -> assertThat(here).contains(Page.words(snippet.getValue())));
        assertThat(page.snippets().keySet())
                .filteredOn(name -> name.startsWith("shell: "))
                .containsExactlyInAnyOrder("shell: lint", "shell: first", "shell: uploads", "shell: create");
    }

    /** java: template; shell: lint. */
    @Test
    void lintsTheTemplate() throws IOException {
        Command.find("cfn-lint");
        exportTemplate(pipeline.names(aws));

        assertThat(shell(page.shell("lint"), Map.of())).isEmpty();
    }

    /** java: template; shell: first, uploads. */
    @Test
    void deploysTheStackAndUploadsItsFiles() throws IOException {
        Command.find("aws");
        Names names = pipeline.names(aws);
        exportTemplate(names);
        aws.s3()
                .createBucket(r ->
                        r.bucket(names.bucket()).createBucketConfiguration(c -> c.locationConstraint(local.region())));
        aws.s3()
                .putBucketVersioning(r -> r.bucket(names.bucket())
                        .versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)));

        try (CloudFormationStub cloudFormation = new CloudFormationStub(names.bucket())) {
            Map<String, String> environment = Map.of(
                    "AWS_ENDPOINT_URL_CLOUDFORMATION", cloudFormation.endpoint().toString());
            shell(page.shell("first"), environment);
            shell(page.shell("uploads"), environment);

            String version = aws.s3()
                    .headObject(r -> r.bucket(names.bucket()).key(Names.FUNCTION_CODE_KEY))
                    .versionId();
            assertThat(cloudFormation.changeSets())
                    .extracting(request -> request.getOrDefault("Parameters.member.1.ParameterValue", ""))
                    .containsExactly("", version);
            assertThat(cloudFormation.changeSets())
                    .extracting(request -> request.get("TemplateBody"))
                    .containsOnly(pipeline.toCloudFormation(names).yaml());
        }
        pipeline.uploads(names)
                .forEach((key, bytes) -> assertThat(aws.s3()
                                .getObjectAsBytes(r -> r.bucket(names.bucket()).key(key))
                                .asByteArray())
                        .isEqualTo(bytes));
    }

    /** java: json; shell: create. Afterwards the account is as described: what GetPipeline gives is what was exported. */
    @Test
    void createsThePipelineThatApplyWouldCreate() throws IOException {
        Command.find("aws");
        Names names = pipeline.names(aws);
        pipeline.apply(aws, ApplyListener.NONE);
        aws.codePipeline().deletePipeline(r -> r.name(pipeline.spec().pipelineName()));
        assertThat(pipeline.plan(aws).isEmpty()).isFalse();

        Files.writeString(directory.resolve("pipeline.json"), pipeline.toPipelineJson(names));
        shell(page.shell("create"), Map.of());

        assertThat(pipeline.plan(aws).isEmpty())
                .as(pipeline.plan(aws).toString())
                .isTrue();
        assertThat(pipeline.plan(aws).toString()).contains("This is an estimate");
    }

    /** java: names, mermaid, cost. */
    @Test
    void drawsAndReckonsWithoutAnAccount() throws IOException {
        Names names = pipeline.spec().names(new Account("aws", "123456789012", "eu-west-1"));
        Files.writeString(directory.resolve("pipeline.mmd"), pipeline.toMermaid());
        PriceTable prices = PriceTable.published()
                .with(
                        "eu-west-1",
                        "hosting ml.m5.large",
                        new Price(new BigDecimal("0.12"), "hour", LocalDate.parse("2026-11-25"), "our contract"));
        System.out.println(pipeline.cost(names, prices));

        assertThat(directory.resolve("pipeline.mmd")).content().startsWith("flowchart LR\n");
        assertThat(pipeline.cost(names, prices).toString()).contains("per month: 262.80");
    }

    private void exportTemplate(Names names) throws IOException {
        Files.writeString(
                directory.resolve("pipeline.yml"),
                pipeline.toCloudFormation(names).yaml());
        for (Map.Entry<String, byte[]> upload : pipeline.uploads(names).entrySet()) {
            Path file = directory.resolve(upload.getKey());
            Files.createDirectories(file.getParent());
            Files.write(file, upload.getValue());
        }
    }

    private String shell(String script, Map<String, String> more) {
        Map<String, String> environment = new TreeMap<>(more);
        environment.put("AWS_ENDPOINT_URL", local.endpoint().toString());
        environment.put("AWS_DEFAULT_REGION", local.region());
        environment.put("AWS_ACCESS_KEY_ID", local.accessKeyId());
        environment.put("AWS_SECRET_ACCESS_KEY", local.secretAccessKey());
        environment.put("AWS_CONFIG_FILE", directory.resolve("none").toString());
        environment.put("AWS_SHARED_CREDENTIALS_FILE", directory.resolve("none").toString());
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
        environment.put("AWS_PAGER", "");
        Command.Output output =
                Command.find("bash", environment).run(List.of("-euc", "cd \"$0\"\n" + script, directory.toString()));
        assertThat(output.status()).as(output.text()).isZero();
        return output.text();
    }
}
