package io.mlops.local.lambda;

import static io.mlops.local.lambda.LambdaErrors.ROLE_NOT_ASSUMABLE;
import static io.mlops.local.lambda.LambdaErrors.conflict;
import static io.mlops.local.lambda.LambdaErrors.invalid;
import static io.mlops.local.lambda.LambdaErrors.stale;

import io.mlops.local.call.Call;
import io.mlops.local.call.ErrorCodes;
import io.mlops.local.iam.RoleSessions;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.CreateFunctionResponse;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;
import software.amazon.awssdk.services.lambda.model.State;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionCodeRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionCodeResponse;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Makes functions, and changes their code and settings. */
final class FunctionChanges {
    private static final Duration SETTLING = Duration.ofMillis(50);

    private final Call call;
    private final Functions functions;

    FunctionChanges(Call call, Functions functions) {
        this.call = call;
        this.functions = functions;
    }

    CreateFunctionResponse create(CreateFunctionRequest request) {
        String name = Functions.name(request.functionName());
        if (functions.byName().containsKey(name)) {
            throw conflict("Function already exist: " + name);
        }
        FunctionSettings.check(request);
        requireAssumable(request.role());
        FunctionCode code = unpack(zip(
                request.code().zipFile(),
                request.code().s3Bucket(),
                request.code().s3Key(),
                request.code().s3ObjectVersion()));
        FunctionConfiguration configuration = FunctionSettings.configuration(request, call, code);
        StoredFunction function = new StoredFunction(configuration, code);
        function.tags().putAll(request.tags());
        if (functions.byName().putIfAbsent(name, function) != null) {
            throw conflict("Function already exist: " + name);
        }
        settleSoon(function, configuration);
        return CreateFunctionResponse.builder()
                .applyMutation(answer -> FunctionSettings.copy(configuration, answer))
                .build();
    }

    UpdateFunctionCodeResponse updateCode(UpdateFunctionCodeRequest request) {
        FunctionSettings.refuseOthers(
                request,
                Set.of(
                        "FunctionName",
                        "ZipFile",
                        "S3Bucket",
                        "S3Key",
                        "S3ObjectVersion",
                        "DryRun",
                        "RevisionId",
                        "Architectures"));
        StoredFunction function = findSettled(request.functionName(), request.revisionId());
        FunctionCode code =
                unpack(zip(request.zipFile(), request.s3Bucket(), request.s3Key(), request.s3ObjectVersion()));
        FunctionConfiguration changed = FunctionSettings.withCode(function.configuration(), call, code);
        if (!Boolean.TRUE.equals(request.dryRun())) {
            function.replace(changed, code);
            settleSoon(function, changed);
        }
        return UpdateFunctionCodeResponse.builder()
                .applyMutation(answer -> FunctionSettings.copy(changed, answer))
                .build();
    }

    UpdateFunctionConfigurationResponse updateConfiguration(UpdateFunctionConfigurationRequest request) {
        FunctionSettings.check(request);
        StoredFunction function = findSettled(request.functionName(), request.revisionId());
        if (request.role() != null) {
            requireAssumable(request.role());
        }
        FunctionConfiguration changed = FunctionSettings.changed(function.configuration(), call, request);
        function.replace(changed, function.code());
        settleSoon(function, changed);
        return UpdateFunctionConfigurationResponse.builder()
                .applyMutation(answer -> FunctionSettings.copy(changed, answer))
                .build();
    }

    private byte[] zip(
            @Nullable SdkBytes zipFile, @Nullable String bucket, @Nullable String key, @Nullable String version) {
        if (zipFile != null && zipFile.asByteArrayUnsafe().length > FunctionCode.LARGEST_UPLOAD) {
            throw Invoking.tooLarge("Request must be smaller than 70167211 bytes for the CreateFunction operation");
        } else if (zipFile != null) {
            return zipFile.asByteArrayUnsafe();
        } else if (bucket == null || key == null) {
            throw invalid("Please provide a source for function code.");
        }
        try {
            return call.cloud()
                    .client(S3Client.class, call.caller(), call.region())
                    .getObject(r -> r.bucket(bucket).key(key).versionId(version), FunctionChanges::code);
        } catch (S3Exception e) {
            throw invalid("Error occurred while GetObject. S3 Error Code: "
                    + ErrorCodes.of(e) + ". S3 Error Message: "
                    + ErrorCodes.message(e));
        }
    }

    private static byte[] code(GetObjectResponse object, InputStream stream) throws IOException {
        if (object.contentLength() > FunctionCode.LARGEST) {
            throw invalid("Unzipped size must be smaller than " + FunctionCode.LARGEST + " bytes");
        }
        return stream.readAllBytes();
    }

    private FunctionCode unpack(byte[] zip) {
        return FunctionCode.unpack(zip, call.cloud().settings().directory().resolve("functions"));
    }

    private void requireAssumable(String role) {
        if (RoleSessions.assumeFor(call.cloud(), role, "lambda.amazonaws.com", "validation")
                .isEmpty()) {
            throw invalid(ROLE_NOT_ASSUMABLE);
        }
    }

    private StoredFunction findSettled(String nameOrArn, @Nullable String revision) {
        StoredFunction function = functions.find(nameOrArn, null);
        FunctionConfiguration found = function.configuration();
        if (found.state() == State.PENDING) {
            throw conflict("The operation cannot be performed at this time. The function is currently in the following"
                    + " state: Pending");
        } else if (found.lastUpdateStatus() == LastUpdateStatus.IN_PROGRESS) {
            throw conflict("The operation cannot be performed at this time. An update is in progress for resource: "
                    + found.functionArn());
        } else if (revision != null && !revision.equals(found.revisionId())) {
            throw stale("GetFunction/GetAlias");
        }
        return function;
    }

    /** On AWS a function is usable a little after it was made or changed, which callers must wait for. */
    private void settleSoon(StoredFunction function, FunctionConfiguration configuration) {
        call.cloud().scheduler().after(SETTLING, () -> function.settle(configuration.revisionId()));
    }
}
