package io.mlops.local.lambda;

import io.mlops.local.call.Call;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.lambda.model.Architecture;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.EnvironmentResponse;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;
import software.amazon.awssdk.services.lambda.model.PackageType;
import software.amazon.awssdk.services.lambda.model.Runtime;
import software.amazon.awssdk.services.lambda.model.State;
import software.amazon.awssdk.services.lambda.model.StateReasonCode;
import software.amazon.awssdk.services.lambda.model.TracingMode;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;

/** What a function is set to, from the requests that set it. */
final class FunctionSettings {
    private static final int DEFAULT_TIMEOUT_SECONDS = 3;
    private static final int DEFAULT_MEMORY_MB = 128;
    private static final Set<String> RUNTIMES = Set.of("java17", "java21", "java25");
    private static final DateTimeFormatter MODIFIED =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSZ").withZone(ZoneOffset.UTC);

    private FunctionSettings() {}

    /** Refuses by name what would not be honoured. */
    static void refuseUnsupported(CreateFunctionRequest request) {
        if (!System.getProperty("os.name").equals("Linux")) {
            throw LocalLambda.invalid("Functions are not run on " + System.getProperty("os.name")
                    + ": AWS's runtime interface client has a native library for Linux alone");
        } else if (request.packageType() == PackageType.IMAGE || request.code().imageUri() != null) {
            throw LocalLambda.invalid("PackageType Image is not supported by this emulator: use Zip");
        } else if (!RUNTIMES.contains(String.valueOf(request.runtimeAsString()))) {
            throw LocalLambda.invalid("Runtime " + request.runtimeAsString()
                    + " is not run by this emulator: use java17, java21 or java25");
        } else if (request.handler() == null) {
            throw LocalLambda.invalid("Handler is required for functions of package type Zip");
        } else if (request.hasLayers() && !request.layers().isEmpty()) {
            throw LocalLambda.invalid("Layers are not supported by this emulator: leave them out");
        } else if (request.vpcConfig() != null || request.deadLetterConfig() != null) {
            throw LocalLambda.invalid(
                    "VpcConfig and DeadLetterConfig are not supported by this emulator: leave them out");
        }
    }

    static FunctionConfiguration configuration(CreateFunctionRequest request, Call call, FunctionCode code) {
        FunctionConfiguration configuration = FunctionConfiguration.builder()
                .functionName(request.functionName())
                .functionArn(call.scope().arn("lambda", "function:" + request.functionName()))
                .runtime(request.runtime())
                .role(request.role())
                .handler(request.handler())
                .description(request.description() == null ? "" : request.description())
                .timeout(request.timeout() == null ? DEFAULT_TIMEOUT_SECONDS : request.timeout())
                .memorySize(request.memorySize() == null ? DEFAULT_MEMORY_MB : request.memorySize())
                .environment(environment(request))
                .packageType(PackageType.ZIP)
                .architectures(
                        request.hasArchitectures() ? request.architectures() : java.util.List.of(Architecture.X86_64))
                .tracingConfig(t -> t.mode(TracingMode.PASS_THROUGH))
                .version("$LATEST")
                .state(State.PENDING)
                .stateReason("The function is being created.")
                .stateReasonCode(StateReasonCode.CREATING)
                .build();
        return withCode(configuration, call, code);
    }

    /** The configuration once what was under way is done. */
    static FunctionConfiguration settled(FunctionConfiguration configuration) {
        return configuration.toBuilder()
                .state(State.ACTIVE)
                .stateReason(null)
                .stateReasonCode((StateReasonCode) null)
                .lastUpdateStatus(LastUpdateStatus.SUCCESSFUL)
                .build();
    }

    private static @Nullable EnvironmentResponse environment(CreateFunctionRequest request) {
        return request.environment() == null
                ? null
                : EnvironmentResponse.builder()
                        .variables(request.environment().variables())
                        .build();
    }

    static FunctionConfiguration withCode(FunctionConfiguration configuration, Call call, FunctionCode code) {
        return configuration.toBuilder()
                .codeSha256(code.sha256())
                .codeSize(code.size())
                .lastUpdateStatus(LastUpdateStatus.IN_PROGRESS)
                .lastModified(MODIFIED.format(call.now()))
                .revisionId(call.cloud().ids().uuid())
                .build();
    }

    static FunctionConfiguration changed(
            FunctionConfiguration configuration, Call call, UpdateFunctionConfigurationRequest request) {
        if (request.runtime() != null && !RUNTIMES.contains(request.runtimeAsString())) {
            throw LocalLambda.invalid("Runtime " + request.runtimeAsString()
                    + " is not run by this emulator: use java17, java21 or java25");
        }
        FunctionConfiguration.Builder builder = configuration.toBuilder();
        if (request.environment() != null) {
            builder.environment(e -> e.variables(request.environment().variables()));
        }
        Runtime runtime = request.runtime() == null ? configuration.runtime() : request.runtime();
        return builder.runtime(runtime)
                .role(request.role() == null ? configuration.role() : request.role())
                .handler(request.handler() == null ? configuration.handler() : request.handler())
                .description(request.description() == null ? configuration.description() : request.description())
                .timeout(request.timeout() == null ? configuration.timeout() : request.timeout())
                .memorySize(request.memorySize() == null ? configuration.memorySize() : request.memorySize())
                .lastUpdateStatus(LastUpdateStatus.IN_PROGRESS)
                .lastModified(MODIFIED.format(call.now()))
                .revisionId(call.cloud().ids().uuid())
                .build();
    }

    /** Copies members of the same name: several answers repeat the configuration's. */
    static void copy(FunctionConfiguration configuration, SdkPojo answer) {
        var fields = configuration.sdkFieldNameToField();
        for (SdkField<?> target : answer.sdkFields()) {
            SdkField<?> source = fields.get(target.memberName());
            Object value = source == null ? null : source.getValueOrDefault(configuration);
            if (value != null) {
                target.set(answer, value);
            }
        }
    }
}
