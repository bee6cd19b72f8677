package io.mlops;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.apply.ApplyListener;
import io.mlops.plan.cost.Price;
import io.mlops.plan.cost.PriceTable;
import io.mlops.spec.Account;
import io.mlops.spec.Names;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/** Runs {@code docs/export.md}, with the real AWS CLI and cfn-lint. */
class ExportPageTest extends PageTest {
    private MlopsPipeline pipeline;

    ExportPageTest() {
        super("export.md");
    }

    @BeforeEach
    void describe() {
        pipeline = new MlopsPipelineBuilder(Examples.spec(), jars).build();
    }

    /** java: template; shell: lint. */
    @Test
    void lintsTheTemplate() throws IOException {
        Command.find("cfn-lint");
        exportTemplate(pipeline.names(aws));

        assertThat(shell("lint")).isEmpty();
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
            shell("first", environment);
            shell("uploads", environment);

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
        shell("create");

        assertThat(pipeline.plan(aws).isEmpty())
                .as(pipeline.plan(aws).toString())
                .isTrue();
        assertThat(pipeline.plan(aws).toString()).contains("This is an estimate");
    }

    /** java: names, mermaid, cost, contract. */
    @Test
    void drawsAndReckonsWithoutAnAccount() throws IOException {
        Names names = pipeline.spec().names(new Account("aws", "123456789012", "eu-west-1"));
        Files.writeString(directory.resolve("pipeline.mmd"), pipeline.toMermaid());
        System.out.println(pipeline.cost(names, PriceTable.published()));
        shows("cost");
        PriceTable prices = PriceTable.published()
                .with(
                        "eu-west-1",
                        "hosting ml.m5.large",
                        new Price(new BigDecimal("0.12"), "hour", LocalDate.parse("2026-11-25"), "our contract"));

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
}
