package io.mlops.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.local.LocalAws;
import io.mlops.local.Sdk;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.Runtime;

@Timeout(60)
class LocalLambdaTest {
    private static final String ROLE = "arn:aws:iam::123456789012:role/deploy";

    @TempDir
    private Path directory;

    private LocalAws aws;
    private LambdaClient lambda;

    @BeforeEach
    void start() {
        aws = LocalAws.builder().directory(directory).start();
        lambda = Sdk.client(aws, LambdaClient.builder());
        makeRole("deploy", "lambda.amazonaws.com");
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    private void makeRole(String name, String service) {
        Sdk.makeAdministrator(
                Sdk.client(aws, IamClient.builder()),
                name,
                "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"" + service
                        + "\"},\"Action\":\"sts:AssumeRole\"}}");
    }

    private void makeFunction(int timeout) {
        createFunction(timeout);
        lambda.waiter().waitUntilFunctionActiveV2(r -> r.functionName("echo"));
    }

    private void createFunction(int timeout) {
        lambda.createFunction(r -> r.functionName("echo")
                .runtime(Runtime.JAVA17)
                .role(ROLE)
                .handler("io.mlops.local.lambda.EchoHandler::handleRequest")
                .timeout(timeout)
                .memorySize(256)
                .tags(Map.of("mlops:pipeline", "fraud"))
                .environment(e -> e.variables(Map.of("USER_SETTING", "yes")))
                .code(c -> c.zipFile(EchoZip.bytes())));
    }

    private InvokeResponse invoke(String event) {
        return lambda.invoke(
                r -> r.functionName("echo").payload(SdkBytes.fromUtf8String("{\"do\":\"" + event + "\"}")));
    }

    @Test
    void runsTheHandlerInAJvmOfItsOwnAndKeepsItWarm() {
        makeFunction(30);

        InvokeResponse first = invoke("answer");
        InvokeResponse second = invoke("answer");

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.functionError()).isNull();
        assertThat(first.payload().asUtf8String())
                .contains("\"user\":\"yes\"", "\"function\":\"echo\"", "\"key\":\"ASIA\"")
                .doesNotContain("\"pid\":" + ProcessHandle.current().pid() + ",")
                .isEqualTo(second.payload().asUtf8String());
        assertThat(lambda.getFunction(r -> r.functionName("echo")).tags()).containsEntry("mlops:pipeline", "fraud");
        assertThat(Sdk.client(aws, CloudWatchLogsClient.builder())
                        .filterLogEvents(r -> r.logGroupName("/aws/lambda/echo"))
                        .events())
                .extracting(FilteredLogEvent::message)
                .anyMatch(line -> line.startsWith("START RequestId: "))
                .contains("got {\"do\":\"answer\"}");
    }

    @Test
    void reportsWhatTheHandlerThrows() {
        makeFunction(30);

        InvokeResponse thrown = invoke("throw");
        InvokeResponse exited = invoke("exit");

        assertThat(thrown.functionError()).isEqualTo("Unhandled");
        assertThat(thrown.payload().asUtf8String()).contains("as told", "java.lang.IllegalStateException");
        assertThat(exited.payload().asUtf8String()).contains("Runtime exited with error: exit status 9");
        assertThat(invoke("answer").functionError()).isNull();
    }

    @Test
    void endsAHandlerThatTakesTooLong() {
        makeFunction(2);

        InvokeResponse late = invoke("hang");

        assertThat(late.functionError()).isEqualTo("Unhandled");
        assertThat(late.payload().asUtf8String()).contains("Task timed out after 2.00 seconds");
    }

    @Test
    void answersAnEventAtOnce() {
        makeFunction(30);

        InvokeResponse accepted = lambda.invoke(r ->
                r.functionName("echo").invocationType(InvocationType.EVENT).payload(SdkBytes.fromUtf8String("{}")));

        assertThat(accepted.statusCode()).isEqualTo(202);
    }

    @Test
    void replacesCodeAndSettings() {
        makeFunction(30);
        String before = invoke("answer").payload().asUtf8String();

        lambda.updateFunctionConfiguration(
                r -> r.functionName("echo").environment(e -> e.variables(Map.of("USER_SETTING", "changed"))));

        lambda.waiter().waitUntilFunctionUpdatedV2(r -> r.functionName("echo"));
        assertThat(invoke("answer").payload().asUtf8String())
                .contains("\"user\":\"changed\"")
                .isNotEqualTo(before);
        assertThat(lambda.updateFunctionCode(r -> r.functionName("echo").zipFile(EchoZip.bytes()))
                        .codeSha256())
                .isNotEmpty();
    }

    @Test
    void refusesAsLambdaDoes() {
        makeFunction(30);
        makeRole("other", "codebuild.amazonaws.com");

        assertThatThrownBy(() -> makeFunction(30)).isInstanceOf(ResourceConflictException.class);
        assertThatThrownBy(() -> lambda.getFunction(r -> r.functionName("nobody")))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("Function not found: arn:aws:lambda:eu-west-1:123456789012:function:nobody");
        assertThatThrownBy(() -> lambda.createFunction(r -> r.functionName("x")
                        .runtime(Runtime.JAVA17)
                        .handler("h")
                        .role("arn:aws:iam::123456789012:role/other")
                        .code(c -> c.zipFile(EchoZip.bytes()))))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("The role defined for the function cannot be assumed by Lambda.");
        assertThatThrownBy(() -> lambda.createFunction(r -> r.functionName("x")
                        .runtime("python3.12")
                        .handler("h")
                        .role(ROLE)
                        .code(c -> c.zipFile(EchoZip.bytes()))))
                .hasMessageContaining("mlops-local does not support Runtime python3.12");
        assertThatThrownBy(() -> lambda.updateFunctionCode(
                        r -> r.functionName("echo").zipFile(SdkBytes.fromUtf8String("no zip"))))
                .hasMessageContaining("Could not unzip uploaded file.");
    }
}
