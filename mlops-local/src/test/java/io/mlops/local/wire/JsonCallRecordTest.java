package io.mlops.local.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mlops.local.LocalAws;
import io.mlops.local.Sdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.PipelineNotFoundException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.ModelCardStatus;
import software.amazon.awssdk.services.ssm.SsmClient;

/** What a record of calls shows and what it hides. */
class JsonCallRecordTest {
    private static final String SECRET = "hunter2";

    @TempDir
    private Path directory;

    private LocalAws aws;

    @BeforeEach
    void start() {
        aws = LocalAws.builder()
                .directory(directory.resolve("aws"))
                .record(directory.resolve("calls.jsonl"))
                .start();
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    /** The input of the last call, which shows no secret anywhere. */
    private JsonNode recorded() throws IOException {
        String record = Files.readString(directory.resolve("calls.jsonl"));
        assertThat(record).doesNotContain(SECRET);
        String last = record.lines().reduce("", (before, line) -> line);
        return JsonMapper.builder().build().readTree(last).path("input");
    }

    @Test
    void hidesAFunctionsEnvironmentCodeAndEvents() throws IOException {
        LambdaClient lambda = Sdk.client(aws, LambdaClient.builder());

        assertThatThrownBy(() -> lambda.createFunction(r -> r.functionName("deploy")
                        .runtime("java17")
                        .handler("h")
                        .role("arn:aws:iam::123456789012:role/none")
                        .environment(e -> e.variables(Map.of("PASSWORD_IS_" + SECRET, SECRET)))
                        .code(c -> c.zipFile(SdkBytes.fromUtf8String(SECRET)))))
                .isInstanceOf(LambdaException.class);

        JsonNode created = recorded();
        assertThat(created.path("FunctionName").asText()).isEqualTo("deploy");
        assertThat(created.path("Environment")).hasToString("{\"Variables\":{}}");
        assertThat(created.path("Code")).hasToString("{\"ZipFile\":\"***\"}");
        assertThatThrownBy(() -> lambda.invoke(
                        r -> r.functionName("deploy").payload(SdkBytes.fromUtf8String("\"" + SECRET + "\""))))
                .isInstanceOf(LambdaException.class);
        assertThat(recorded().path("Payload").asText()).isEqualTo("***");
    }

    @Test
    void hidesAParametersValueAndNotItsName() throws IOException {
        Sdk.client(aws, SsmClient.builder())
                .putParameter(r -> r.name("/a").type("SecureString").value(SECRET));

        assertThat(recorded()).hasToString("{\"Name\":\"/a\",\"Value\":\"***\",\"Type\":\"SecureString\"}");
    }

    @Test
    void hidesWhatIsDeepInARequest() throws IOException {
        SageMakerClient sagemaker = Sdk.client(aws, SageMakerClient.builder());
        sagemaker.createModelPackageGroup(r -> r.modelPackageGroupName("fraud"));

        sagemaker.createModelPackage(r -> r.modelPackageGroupName("fraud")
                .modelCard(c ->
                        c.modelCardContent("{\"secret\":\"" + SECRET + "\"}").modelCardStatus(ModelCardStatus.DRAFT)));

        assertThat(recorded().path("ModelCard"))
                .hasToString("{\"ModelCardContent\":\"***\",\"ModelCardStatus\":\"Draft\"}");
    }

    @Test
    void hidesTheTokenOfAnApproval() throws IOException {
        String token = "0b5a0d10-0000-0000-0000-000000000000";

        assertThatThrownBy(() -> Sdk.client(aws, CodePipelineClient.builder())
                        .putApprovalResult(r -> r.pipelineName("none")
                                .stageName("Agree")
                                .actionName("Agree")
                                .token(token)
                                .result(a -> a.status("Approved").summary("fine"))))
                .isInstanceOf(PipelineNotFoundException.class);

        assertThat(recorded().path("token").asText()).isEqualTo("***");
        assertThat(recorded().path("result").path("summary").asText()).isEqualTo("fine");
    }

    @Test
    void hidesKeysAndShowsBodiesByTheirDigest() throws IOException {
        S3Client s3 = Sdk.client(aws, S3Client.builder());
        s3.createBucket(r -> r.bucket("box"));

        s3.putObject(
                r -> r.bucket("box")
                        .key("a")
                        .serverSideEncryption(ServerSideEncryption.AWS_KMS)
                        .ssekmsKeyId(SECRET),
                RequestBody.fromString(SECRET));

        JsonNode put = recorded();
        assertThat(put.path("SSEKMSKeyId").asText()).isEqualTo("***");
        assertThat(put.path("ServerSideEncryption").asText()).isEqualTo("aws:kms");
        assertThat(put.path("Body").asText()).matches("length=7 crc32=[0-9a-f]{8}");
    }
}
