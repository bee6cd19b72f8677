package io.mlops.local.lambda;

import io.mlops.local.HeldCloud;
import java.nio.file.Path;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;
import software.amazon.awssdk.services.lambda.model.Runtime;
import software.amazon.awssdk.services.lambda.model.State;

/** Functions that run in time that a test holds, and the role that they need. */
record FunctionWorld(HeldCloud cloud, LambdaClient lambda) implements AutoCloseable {
    static FunctionWorld start(Path directory) {
        HeldCloud cloud = HeldCloud.withFunctions(directory);
        cloud.client(IamClient.class)
                .createRole(r -> r.roleName("deploy")
                        .assumeRolePolicyDocument("{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"Service\":"
                                + "\"lambda.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}}"));
        return new FunctionWorld(cloud, cloud.client(LambdaClient.class));
    }

    /** Asks for a function of {@link EchoHandler}'s. */
    static CreateFunctionRequest.Builder echo(String name) {
        return CreateFunctionRequest.builder()
                .functionName(name)
                .runtime(Runtime.JAVA17)
                .role("arn:aws:iam::123456789012:role/deploy")
                .handler(EchoZip.HANDLER)
                .code(c -> c.zipFile(EchoZip.bytes()));
    }

    /** Waits until a function can be invoked and changed. */
    FunctionConfiguration settle(String name) {
        while (true) {
            FunctionConfiguration found =
                    lambda.getFunction(r -> r.functionName(name)).configuration();
            if (found.state() == State.ACTIVE && found.lastUpdateStatus() == LastUpdateStatus.SUCCESSFUL) {
                return found;
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        cloud.close();
    }
}
