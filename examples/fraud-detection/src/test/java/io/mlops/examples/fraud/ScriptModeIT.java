package io.mlops.examples.fraud;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.MlopsPipeline;
import io.mlops.MlopsPipelineBuilder;
import io.mlops.apply.ApplyListener;
import io.mlops.aws.Aws;
import io.mlops.local.LocalAws;
import io.mlops.run.PipelineExecution;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;

/** A description with a script, applied and run whole under its own policies, with a stand-in for AWS's image. */
class ScriptModeIT {
    private static final String IMAGE =
            "141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3";
    private static final String TRAIN = """
            case "$1" in
            train) echo "validation:roc_auc=1.0;"; echo 1 > "$SM_MODEL_DIR/slope" ;;
            text/csv) awk -v slope="$(cat "$SM_MODEL_DIR/slope")" '{print $1 * slope}' ;;
            *) printf '{"predictions":['; tr '{' '\\n' | sed -n 's/.*"features":\\[\\([0-9.]*\\)\\].*/{"score":\\1}/p' \
               | paste -s -d, -; printf ']}' ;;
            esac
            """;
    private static final String SUITE = """
            schema: mlops.model-test/1
            data:
              rows: rows.csv
              label: y
              positive: "1"
            thresholds:
              roc_auc: { min: 0.99 }
            """;

    @TempDir
    private Path directory;

    @Test
    void trainsTestsAndDeploysTheTeamsScript() throws Exception {
        Path record = directory.resolve("calls.jsonl");
        try (LocalAws local = LocalAws.builder()
                        .directory(directory.resolve("aws"))
                        .image(IMAGE, image())
                        .record(record)
                        .start();
                Aws aws = Aws.at(local.endpoint(), local.region(), local.accessKeyId(), local.secretAccessKey())) {
            MlopsPipeline pipeline = pipeline();
            pipeline.apply(aws, ApplyListener.NONE);
            String bucket = pipeline.names(aws).bucket();
            put(aws, bucket, "training-data/a.csv", "0.1,0\n0.9,1\n".getBytes(StandardCharsets.UTF_8));
            PipelineExecution execution = pipeline.startedBy(aws, put(aws, bucket, "source/script.zip", source()));

            execution.await(event -> {}, execution.options().every(Duration.ofMillis(200)));

            String answer = local.client(SageMakerRuntimeClient.class)
                    .invokeEndpoint(invoke -> invoke.endpointName("script")
                            .contentType("text/csv")
                            .body(SdkBytes.fromUtf8String("0.25\n")))
                    .body()
                    .asUtf8String();
            assertThat(answer).isEqualTo("0.25\n");
            assertThat(pipeline.destroy(aws, ApplyListener.NONE).isClean()).isTrue();
        }
        assertThat(Files.readAllLines(record))
                .anyMatch(line -> line.contains("\"operation\":\"PutObject\"") && line.contains("sourcedir.tar.gz"))
                .anyMatch(line -> line.contains("package/model.tar.gz") && line.contains("script-serving"))
                .noneMatch(line -> line.contains("\"outcome\":\"AccessDenied"));
    }

    private static MlopsPipeline pipeline() {
        return MlopsPipelineBuilder.named("script")
                .source(s -> s.s3("source/script.zip"))
                .training(t -> t.scikitLearn("1.2-1", "code", "train.py")
                        .instanceType("ml.m5.large")
                        .hyperparameter("n-estimators", 100)
                        .channel("training", "training-data/")
                        .metric("validation:roc_auc", "validation:roc_auc=([0-9.]+);"))
                .modelPackageGroup("script-models")
                .test(t -> t.instanceType("ml.m5.large").suite("model-test.yml"))
                .deploy(
                        "production",
                        d -> d.endpoint("script").instanceType("ml.m5.large").networkIsolation())
                .build();
    }

    private static List<String> image() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                ScriptImage.class.getName());
    }

    private static byte[] source() throws IOException {
        StringBuilder rows = new StringBuilder("x,y\n");
        for (int row = 0; row < 20; row++) {
            rows.append("0.").append(row + 10).append(',').append(row / 10).append('\n');
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> file : Map.of(
                            "code/train.py", TRAIN, "model-test.yml", SUITE, "rows.csv", rows.toString())
                    .entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    private static String put(Aws aws, String bucket, String key, byte[] bytes) {
        return aws.s3()
                .putObject(object -> object.bucket(bucket).key(key), RequestBody.fromBytes(bytes))
                .versionId();
    }
}
