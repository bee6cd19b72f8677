package io.mlops.local.lambda;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.Environment;
import software.amazon.awssdk.services.lambda.model.EnvironmentResponse;

/** A function's environment variables (AWS Lambda developer guide, "Configure Lambda environment variables"). */
final class FunctionEnvironment {
    private static final String CANNOT = "Lambda was unable to configure your environment variables because the"
            + " environment variables you have provided ";
    private static final int MOST_BYTES = 4096;
    private static final Set<String> RESERVED = Set.of(
            "AWS_ACCESS_KEY",
            "AWS_ACCESS_KEY_ID",
            "AWS_DEFAULT_REGION",
            "AWS_EXECUTION_ENV",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
            "AWS_LAMBDA_FUNCTION_NAME",
            "AWS_LAMBDA_FUNCTION_VERSION",
            "AWS_LAMBDA_INITIALIZATION_TYPE",
            "AWS_LAMBDA_LOG_GROUP_NAME",
            "AWS_LAMBDA_LOG_STREAM_NAME",
            "AWS_LAMBDA_RUNTIME_API",
            "AWS_REGION",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "LAMBDA_RUNTIME_DIR",
            "LAMBDA_TASK_ROOT");

    private FunctionEnvironment() {}

    /** Gives what a function is set to; null where nothing is said of it. */
    static @Nullable EnvironmentResponse of(@Nullable Environment environment) {
        if (environment == null) {
            return null;
        }
        Map<String, String> variables = environment.variables();
        Set<String> reserved = new TreeSet<>(variables.keySet());
        reserved.retainAll(RESERVED);
        if (!reserved.isEmpty()) {
            throw LambdaErrors.invalid(CANNOT + "contains reserved keys that are currently not supported for"
                    + " modification. Reserved keys used in this request: " + String.join(", ", reserved));
        }
        ObjectNode measured = JsonMapper.builder().build().createObjectNode();
        variables.forEach(measured::put);
        if (measured.toString().getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            throw LambdaErrors.invalid(CANNOT + "exceeded the 4KB limit. String measured: " + measured);
        }
        return EnvironmentResponse.builder().variables(variables).build();
    }
}
