package io.mlops.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.*;
import software.amazon.awssdk.services.lambda.model.Runtime;

/** What Lambda lets be set, and what it refuses. No handler runs here. */
class FunctionRulesTest {
    @TempDir
    private static Path directory;

    private static FunctionWorld world;
    private static LambdaClient lambda;

    @BeforeAll
    static void start() {
        world = FunctionWorld.start(directory);
        lambda = world.lambda();
        create("kept", r -> {});
        settle("kept");
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    private static CreateFunctionResponse create(String name, Consumer<CreateFunctionRequest.Builder> change) {
        CreateFunctionRequest.Builder request = FunctionWorld.echo(name);
        change.accept(request);
        return lambda.createFunction(request.build());
    }

    private static FunctionConfiguration settle(String name) {
        return world.settle(name);
    }

    private static void refuses(Consumer<CreateFunctionRequest.Builder> change, String message) {
        assertThatThrownBy(() -> create("refused", change)).hasMessageContaining(message);
        assertThatThrownBy(() -> lambda.getFunction(r -> r.functionName("refused")))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void refusesToInvokeWhatIsNotYetActive() {
        create("fresh", r -> {});

        assertThatThrownBy(() -> lambda.invoke(r -> r.functionName("fresh")))
                .isInstanceOf(ResourceConflictException.class)
                .hasMessageContaining("currently in the following state: Pending");
    }

    @Test
    void refusesWhatLambdaRefuses() {
        refuses(
                r -> r.environment(e -> e.variables(Map.of("AWS_REGION", "x", "OWN", "b", "LAMBDA_TASK_ROOT", "y"))),
                "Reserved keys used in this request: AWS_REGION, LAMBDA_TASK_ROOT");
        refuses(
                r -> r.environment(e -> e.variables(Map.of("BIG", "x".repeat(4096)))),
                "exceeded the 4KB limit. String measured: {\"BIG\":\"xxx");
        refuses(r -> r.timeout(901), "Value '901' at 'timeout'");
        refuses(r -> r.handler(null), "Runtime and Handler are mandatory parameters");
        refuses(r -> r.role("arn:aws:iam::123456789012:role/none"), "cannot be assumed by Lambda.");
        refuses(
                r -> r.code(c -> c.s3Bucket("nowhere").s3Key("k")),
                "Error occurred while GetObject. S3 Error Code: NoSuchBucket.");
        refuses(r -> r.code(c -> {}), "Please provide a source for function code.");
    }

    @Test
    void refusesByNameWhatItDoesNotHonour() {
        refuses(r -> r.publish(true), "mlops-local does not support Publish, see docs/local/supported.md");
        refuses(r -> r.layers("arn:aws:lambda:eu-west-1:123456789012:layer:l:1"), "support Layers");
        refuses(r -> r.vpcConfig(v -> v.subnetIds("subnet-1")), "support VpcConfig");
        refuses(r -> r.ephemeralStorage(e -> e.size(1024)), "support EphemeralStorage.Size");
        refuses(r -> r.tracingConfig(t -> t.mode(TracingMode.ACTIVE)), "support TracingConfig.Mode Active");
        refuses(r -> r.packageType(PackageType.IMAGE).code(c -> c.imageUri("i")), "support PackageType Image");
        refuses(r -> r.runtime(Runtime.PYTHON3_12), "support Runtime python3.12");
        assertThatThrownBy(() -> lambda.updateFunctionConfiguration(
                        r -> r.functionName("kept").layers("arn:aws:lambda:eu-west-1:123456789012:layer:l:1")))
                .hasMessageContaining("support Layers");
        assertThatThrownBy(() -> lambda.putFunctionEventInvokeConfig(r -> r.functionName("kept")
                        .maximumRetryAttempts(1)
                        .destinationConfig(
                                d -> d.onFailure(f -> f.destination("arn:aws:sns:eu-west-1:123456789012:t")))))
                .hasMessageContaining("support DestinationConfig");
    }

    @Test
    void holdsChangesToTheRevisionTheyName() {
        assertThat(create("revised", r -> {}).state()).isEqualTo(State.PENDING);
        String old = settle("revised").revisionId();

        assertThat(lambda.updateFunctionConfiguration(
                                r -> r.functionName("revised").timeout(5).revisionId(old))
                        .lastUpdateStatus())
                .isEqualTo(LastUpdateStatus.IN_PROGRESS);

        settle("revised");
        assertThatThrownBy(() -> lambda.updateFunctionCode(
                        r -> r.functionName("revised").zipFile(EchoZip.bytes()).revisionId(old)))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("The Revision Id provided does not match the latest Revision Id.");
        String kept = settle("revised").codeSha256();
        lambda.updateFunctionCode(r -> r.functionName("revised").dryRun(true).zipFile(EchoZip.bytes()));
        assertThat(settle("revised").codeSha256()).isEqualTo(kept);
        assertThat(settle("revised").timeout()).isEqualTo(5);
    }

    /** A function settles in a moment, so that one must be quick to find it unsettled: several are tried. */
    @Test
    void refusesChangesToWhatIsNotSettled() {
        Set<String> refusals = new HashSet<>();
        for (int i = 0; i < 50 && refusals.size() < 2; i++) {
            String name = "unsettled" + i;
            create(name, r -> {});
            refusals.addAll(refusal(name));
            settle(name);
            refusals.addAll(refusal(name));
            refusals.addAll(refusal(name));
        }

        assertThat(refusals)
                .containsExactlyInAnyOrder(
                        "The operation cannot be performed at this time. The function is currently in the following"
                                + " state: Pending",
                        "The operation cannot be performed at this time. An update is in progress for resource:");
    }

    private static Set<String> refusal(String name) {
        try {
            lambda.updateFunctionConfiguration(r -> r.functionName(name).timeout(5));
            return Set.of();
        } catch (ResourceConflictException e) {
            return Set.of(String.valueOf(e.getMessage()).replaceFirst("( arn:.*| \\(Service.*)", ""));
        }
    }

    @Test
    void keepsAResourcePolicy() {
        create("shared", r -> {});
        lambda.addPermission(r -> r.functionName("shared")
                .statementId("events")
                .action("lambda:InvokeFunction")
                .principal("events.amazonaws.com")
                .sourceArn("arn:aws:events:eu-west-1:123456789012:rule/r")
                .sourceAccount("123456789012"));
        GetPolicyResponse policy = lambda.getPolicy(r -> r.functionName("shared"));

        assertThat(policy.policy())
                .isEqualTo(
                        "{\"Version\":\"2012-10-17\",\"Id\":\"default\",\"Statement\":[{\"Sid\":\"events\",\"Effect\":"
                                + "\"Allow\",\"Principal\":{\"Service\":\"events.amazonaws.com\"},\"Action\":"
                                + "\"lambda:InvokeFunction\",\"Resource\":"
                                + "\"arn:aws:lambda:eu-west-1:123456789012:function:shared\",\"Condition\":{\"StringEquals\":"
                                + "{\"AWS:SourceAccount\":\"123456789012\"},\"ArnLike\":{\"AWS:SourceArn\":"
                                + "\"arn:aws:events:eu-west-1:123456789012:rule/r\"}}}]}");
        assertThatThrownBy(() -> lambda.addPermission(r -> r.functionName("shared")
                        .statementId("events")
                        .action("lambda:InvokeFunction")
                        .principal("*")))
                .isInstanceOf(ResourceConflictException.class);
        assertThatThrownBy(() -> lambda.addPermission(r -> r.functionName("shared")
                        .statementId("long")
                        .action("lambda:InvokeFunction")
                        .principal("s3.amazonaws.com")
                        .sourceArn("arn:aws:s3:::" + "x".repeat(20_480))))
                .isInstanceOf(PolicyLengthExceededException.class)
                .hasMessageContaining("is bigger than the limit (20480).");
        assertThatThrownBy(() -> lambda.removePermission(
                        r -> r.functionName("shared").statementId("events").revisionId("old")))
                .isInstanceOf(PreconditionFailedException.class);
        lambda.removePermission(
                r -> r.functionName("shared").statementId("events").revisionId(policy.revisionId()));
        assertThatThrownBy(() -> lambda.getPolicy(r -> r.functionName("shared")))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void reservesConcurrencyAndLeavesOneHundredToOthers() {
        lambda.putFunctionConcurrency(r -> r.functionName("kept").reservedConcurrentExecutions(3));

        assertThat(lambda.getFunction(r -> r.functionName("kept")).concurrency().reservedConcurrentExecutions())
                .isEqualTo(3);
        assertThatThrownBy(() -> lambda.putFunctionConcurrency(
                        r -> r.functionName("kept").reservedConcurrentExecutions(901)))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("below its minimum value of [100]");
    }

    @Test
    void findsAFunctionByEachFormOfItsName() {
        for (String name : new String[] {
            "kept",
            "kept:$LATEST",
            "123456789012:function:kept",
            "arn:aws:lambda:eu-west-1:123456789012:function:kept",
            "arn:aws:lambda:eu-west-1:123456789012:function:kept:$LATEST"
        }) {
            assertThat(lambda.getFunctionConfiguration(r -> r.functionName(name))
                            .functionName())
                    .isEqualTo("kept");
        }
        assertThatThrownBy(() -> lambda.getFunction(r -> r.functionName("kept").qualifier("prod")))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("Function not found: arn:aws:lambda:eu-west-1:123456789012:function:kept:prod");
    }

    @Test
    void listsFunctionsByPages() {
        create("listed", r -> {});

        ListFunctionsResponse first = lambda.listFunctions(r -> r.maxItems(1));
        ListFunctionsResponse second = lambda.listFunctions(r -> r.maxItems(1).marker(first.nextMarker()));

        assertThat(first.functions()).hasSize(1);
        assertThat(second.functions()).hasSize(1).isNotEqualTo(first.functions());
    }
}
