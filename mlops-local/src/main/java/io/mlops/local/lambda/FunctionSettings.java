package io.mlops.local.lambda;

import io.mlops.local.call.Call;
import io.mlops.local.call.HonouredMembers;
import io.mlops.local.call.Refusals;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.lambda.model.Architecture;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
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
    private static final int DEFAULT_STORAGE_MB = 512;
    private static final int LONGEST_TIMEOUT_SECONDS = 900;
    private static final Set<String> UPDATED = Set.of(
            "FunctionName",
            "Role",
            "Handler",
            "Description",
            "Timeout",
            "MemorySize",
            "Environment",
            "Runtime",
            "RevisionId");
    private static final Set<String> CREATED = Set.of(
            "FunctionName",
            "Runtime",
            "Role",
            "Handler",
            "Code",
            "Description",
            "Timeout",
            "MemorySize",
            "PackageType",
            "Environment",
            "TracingConfig",
            "Tags",
            "Architectures",
            "EphemeralStorage");
    private static final Set<String> RUNTIMES = Set.of("java17", "java21", "java25");
    private static final DateTimeFormatter MODIFIED =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSZ").withZone(ZoneOffset.UTC);

    private FunctionSettings() {}

    /** Refuses what AWS refuses, and by name what would not be honoured. */
    static void check(CreateFunctionRequest request) {
        if (!System.getProperty("os.name").equals("Linux")) {
            throw LambdaErrors.invalid("Functions are not run on " + System.getProperty("os.name")
                    + ": AWS's runtime interface client has a native library for Linux alone");
        } else if (request.packageType() == PackageType.IMAGE || request.code().imageUri() != null) {
            throw LambdaErrors.unsupported("PackageType Image");
        } else if (request.handler() == null || request.runtime() == null) {
            throw LambdaErrors.invalid(
                    "Runtime and Handler are mandatory parameters for functions created with deployment"
                            + " packages.");
        }
        checkRuntime(request.runtimeAsString());
        refuseOthers(request, CREATED);
        refuseOthers(request.code(), Set.of("ZipFile", "S3Bucket", "S3Key", "S3ObjectVersion"));
        checkTimeout(request.timeout());
        refuseChoice(
                request.tracingConfig() != null && request.tracingConfig().mode() == TracingMode.ACTIVE,
                "TracingConfig.Mode Active");
        refuseChoice(
                request.ephemeralStorage() != null && request.ephemeralStorage().size() != DEFAULT_STORAGE_MB,
                "EphemeralStorage.Size");
    }

    static void check(UpdateFunctionConfigurationRequest request) {
        if (request.runtime() != null) {
            checkRuntime(request.runtimeAsString());
        }
        refuseOthers(request, UPDATED);
        checkTimeout(request.timeout());
    }

    private static void checkRuntime(String runtime) {
        refuseChoice(!RUNTIMES.contains(runtime), "Runtime " + runtime + ": use java17, java21 or java25");
    }

    private static void checkTimeout(@Nullable Integer timeout) {
        if (timeout != null && timeout > LONGEST_TIMEOUT_SECONDS) {
            throw Refusals.validation("1 validation error detected: Value '" + timeout
                    + "' at 'timeout' failed to satisfy constraint: Member must have value less than or equal to "
                    + LONGEST_TIMEOUT_SECONDS);
        }
    }

    private static void refuseChoice(boolean refused, String what) {
        if (refused) {
            throw LambdaErrors.unsupported(what);
        }
    }

    static void refuseOthers(SdkPojo shape, Set<String> honoured) {
        HonouredMembers.others(shape, honoured).stream().findFirst().ifPresent(member -> {
            throw LambdaErrors.unsupported(member);
        });
    }

    static FunctionConfiguration configuration(CreateFunctionRequest request, Call call, FunctionCode code) {
        String name = Functions.name(request.functionName());
        FunctionConfiguration configuration = FunctionConfiguration.builder()
                .functionName(name)
                .functionArn(call.scope().arn("lambda", "function:" + name))
                .runtime(request.runtime())
                .role(request.role())
                .handler(request.handler())
                .description(request.description() == null ? "" : request.description())
                .timeout(request.timeout() == null ? DEFAULT_TIMEOUT_SECONDS : request.timeout())
                .memorySize(request.memorySize() == null ? DEFAULT_MEMORY_MB : request.memorySize())
                .environment(FunctionEnvironment.of(request.environment()))
                .packageType(PackageType.ZIP)
                .architectures(
                        request.hasArchitectures() ? request.architectures() : java.util.List.of(Architecture.X86_64))
                .ephemeralStorage(e -> e.size(DEFAULT_STORAGE_MB))
                .tracingConfig(t -> t.mode(TracingMode.PASS_THROUGH))
                .version("$LATEST")
                .state(State.PENDING)
                .stateReason("The function is being created.")
                .stateReasonCode(StateReasonCode.CREATING)
                .build();
        return withCode(configuration, call, code).toBuilder()
                .lastUpdateStatus((LastUpdateStatus) null)
                .build();
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
        FunctionConfiguration.Builder builder = configuration.toBuilder();
        if (request.environment() != null) {
            builder.environment(FunctionEnvironment.of(request.environment()));
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
