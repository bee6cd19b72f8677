package io.mlops.examples.fraud;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.MlopsPipeline;
import io.mlops.MlopsPipelineBuilder;
import io.mlops.Page;
import io.mlops.aws.Aws;
import io.mlops.local.LocalAws;
import io.mlops.plan.Resource;
import io.mlops.plan.ResourceGraph;
import io.mlops.plan.ResourceId;
import io.mlops.plan.ResourceType;
import io.mlops.run.ExecutionResult;
import io.mlops.run.PipelineExecution;
import io.mlops.run.PipelineStatus;
import io.mlops.spec.Names;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;

/** Runs {@code docs/recipe.md} from top to bottom, as one program that stands here word for word. */
class RecipePageIT {
    private static final Path THIS = Path.of("src/test/java/io/mlops/examples/fraud/RecipePageIT.java");

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Page page;

    RecipePageIT() throws IOException {
        page = Page.read(LocalRepository.ROOT.resolve("docs/recipe.md"));
    }

    @Test
    void hasNoJavaThatThisFileDoesNotRun() throws IOException {
        String here = Files.readString(THIS);

        assertThat(page.snippets()).isNotEmpty().allSatisfy((name, text) -> {
            if (name.startsWith("java: ")) {
                assertThat(Page.words(here)).contains(Page.words(text));
            } else {
                assertThat(here).containsAnyOf(quoted(name), quoted(name.substring(name.indexOf(' ') + 1)));
            }
        });
    }

    @Test
    @ResourceLock(Resources.SYSTEM_OUT)
    void runsTheTwelveSteps() throws IOException {
        PrintStream out = System.out;
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            run();
        } finally {
            System.setOut(out);
        }
    }

    private void run() throws IOException {
        String image = Scenario.IMAGE;
        int rows = 12_000;
        List<String> trainer = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:MaxRAMPercentage=25",
                "-jar",
                Path.of("target/trainer-image/opt/program/mlops-trainer.jar")
                        .toAbsolutePath()
                        .toString());

        LocalAws local =
                LocalAws.builder().directory(directory).image(image, trainer).start();
        Aws aws = Aws.at(local.endpoint(), local.region(), local.accessKeyId(), local.secretAccessKey());
        try (local;
                aws) {
            MlopsPipeline pipeline = MlopsPipelineBuilder.named("fraud-detection")
                    .modelPackageGroup("fraud-detection-models")
                    .training(t -> t.javaTrainer(image)
                            .instanceType("ml.m5.large")
                            .hyperparameter("label", "is_fraud")
                            .hyperparameter("ntrees", 100)
                            .hyperparameter("max_depth", 10)
                            .channel("training", "training-data/"))
                    .test(t -> t.instanceType("ml.m5.large").suite("model-test.yml"))
                    .deploy("production", d -> d.endpoint("fraud-detection").instanceType("ml.m5.large"))
                    .source(s -> s.s3("source/ml-source-code.zip"))
                    .build();
            Names names = pipeline.names(aws);
            ResourceGraph resources = pipeline.resources(names);
            describes(pipeline, names, resources);

            DataSet.Split split = FraudData.generate(rows, 42).splitStratified(0.2, 42);
            byte[] zip = SourceZip.of(split.holdout(), Map.of("roc_auc", 0.9));
            assertThat(suite(zip)).isEqualTo(page.snippet("file: suite"));
            System.out.println(pipeline.plan(aws));
            pipeline.apply(aws, event -> {});
            PipelineStatus.Execution first = pipeline.status(aws).executions().get(0);
            System.out.println(first.trigger() + ": over: " + !first.status().equals("InProgress"));
            shows("apply");

            aws.s3()
                    .putObject(
                            r -> r.bucket(names.bucket()).key("training-data/training.csv"),
                            RequestBody.fromString(split.training().csv()));
            String version = aws.s3()
                    .putObject(
                            r -> r.bucket(names.bucket()).key("source/ml-source-code.zip"), RequestBody.fromBytes(zip))
                    .versionId();
            PipelineExecution execution = pipeline.startedBy(aws, version);
            ExecutionResult result = execution.await(System.out::println);
            result.stages().forEach(stage -> System.out.println(stage.name() + " " + stage.status()));
            shows("run");

            List<String> row = split.holdout().rows().get(0);
            double score = Double.parseDouble(aws.sageMakerRuntime()
                    .invokeEndpoint(r -> r.endpointName("fraud-detection")
                            .contentType("text/csv")
                            .accept("text/csv")
                            .body(SdkBytes.fromUtf8String(split.holdout().features(row))))
                    .body()
                    .asUtf8String()
                    .strip());
            System.out.println(score >= 0 && score <= 1);
            shows("answer");
            System.out.println(pipeline.status(aws));
            shows("status");
            System.out.println(pipeline.destroy(aws, event -> {}));
            shows("destroy");
        }
    }

    /** The steps that make nothing yet. */
    private void describes(MlopsPipeline pipeline, Names names, ResourceGraph resources) {
        ResourceId group = new ResourceId(ResourceType.MODEL_PACKAGE_GROUP, "fraud-detection-models");
        System.out.println(resources.find(group).orElseThrow().id());
        shows("group");

        Map<String, String> role = resources
                .find(new ResourceId(ResourceType.ROLE, names.role("train-build")))
                .orElseThrow()
                .fields();
        System.out.println(role.get("AssumeRolePolicyDocument"));
        System.out.println(
                "denied to approve: " + role.getOrDefault("PolicyDocument", "").contains("CannotApprove"));
        shows("buildRole");

        System.out.println(resources
                .find(new ResourceId(ResourceType.BUILD_PROJECT, names.trainProject()))
                .orElseThrow()
                .fields()
                .get("buildspec"));
        shows("buildspec");

        System.out.println(pipeline.spec().training().hyperParameters());
        System.out.println(pipeline.spec().training().metricDefinitions().get(0));
        shows("training");

        for (String project : List.of(names.trainProject(), names.testProject())) {
            Resource described = resources
                    .find(new ResourceId(ResourceType.BUILD_PROJECT, project))
                    .orElseThrow();
            System.out.println(described.id() + ": " + described.summary());
        }
        shows("projects");

        String policy = resources
                .find(new ResourceId(ResourceType.ROLE, names.role("pipeline")))
                .orElseThrow()
                .fields()
                .getOrDefault("PolicyDocument", "");
        System.out.println("versioning: " + policy.contains("s3:GetBucketVersioning"));
        System.out.println("sagemaker: " + policy.contains("sagemaker:"));
        shows("pipelineRole");

        System.out.println(resources
                .find(new ResourceId(ResourceType.FUNCTION, names.function()))
                .orElseThrow()
                .summary());
        shows("function");
    }

    private void shows(String name) {
        String text = printed.toString(StandardCharsets.UTF_8);
        printed.reset();
        page.shows(name, text);
    }

    private static String quoted(String name) {
        return '"' + name + '"';
    }

    private static String suite(byte[] zip) throws IOException {
        try (ZipInputStream entries = new ZipInputStream(new ByteArrayInputStream(zip))) {
            entries.getNextEntry();
            return new String(entries.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
