package io.mlops.local.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlops.local.call.Call;
import io.mlops.local.iam.RoleSessions;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.*;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Lambda's functions. */
public final class LocalLambda implements LambdaClient {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Duration SETTLING = Duration.ofMillis(50);

    private final Call call;
    private final Functions functions;

    /**
     * Serves one call.
     *
     * @param call the call
     */
    public LocalLambda(Call call) {
        this.call = call;
        this.functions = Functions.of(call.cloud(), call.scope());
    }

    @Override
    public CreateFunctionResponse createFunction(CreateFunctionRequest request) {
        if (functions.byName().containsKey(request.functionName())) {
            throw conflict("Function already exist: " + request.functionName());
        }
        FunctionSettings.refuseUnsupported(request);
        requireAssumable(request.role());
        FunctionCode code = unpack(zip(
                request.code().zipFile(),
                request.code().s3Bucket(),
                request.code().s3Key(),
                request.code().s3ObjectVersion()));
        FunctionConfiguration configuration = FunctionSettings.configuration(request, call, code);
        StoredFunction function = new StoredFunction(configuration, code);
        function.tags().putAll(request.tags());
        if (functions.byName().putIfAbsent(request.functionName(), function) != null) {
            throw conflict("Function already exist: " + request.functionName());
        }
        settleSoon(function, configuration);
        return CreateFunctionResponse.builder()
                .applyMutation(answer -> FunctionSettings.copy(configuration, answer))
                .build();
    }

    @Override
    public GetFunctionResponse getFunction(GetFunctionRequest request) {
        StoredFunction function = find(request.functionName());
        return GetFunctionResponse.builder()
                .configuration(function.configuration())
                .tags(function.tags())
                .build();
    }

    @Override
    public GetFunctionConfigurationResponse getFunctionConfiguration(GetFunctionConfigurationRequest request) {
        return GetFunctionConfigurationResponse.builder()
                .applyMutation(answer ->
                        FunctionSettings.copy(find(request.functionName()).configuration(), answer))
                .build();
    }

    @Override
    public ListFunctionsResponse listFunctions(ListFunctionsRequest request) {
        return ListFunctionsResponse.builder()
                .functions(functions.byName().values().stream()
                        .map(StoredFunction::configuration)
                        .toList())
                .build();
    }

    @Override
    public UpdateFunctionCodeResponse updateFunctionCode(UpdateFunctionCodeRequest request) {
        StoredFunction function = findSettled(request.functionName());
        FunctionCode code =
                unpack(zip(request.zipFile(), request.s3Bucket(), request.s3Key(), request.s3ObjectVersion()));
        FunctionConfiguration changed = FunctionSettings.withCode(function.configuration(), call, code);
        function.replace(changed, code);
        settleSoon(function, changed);
        return UpdateFunctionCodeResponse.builder()
                .applyMutation(answer -> FunctionSettings.copy(changed, answer))
                .build();
    }

    @Override
    public UpdateFunctionConfigurationResponse updateFunctionConfiguration(UpdateFunctionConfigurationRequest request) {
        StoredFunction function = findSettled(request.functionName());
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

    @Override
    public DeleteFunctionResponse deleteFunction(DeleteFunctionRequest request) {
        StoredFunction function = find(request.functionName());
        functions.byName().remove(function.configuration().functionName());
        function.delete();
        return DeleteFunctionResponse.builder().build();
    }

    @Override
    public InvokeResponse invoke(InvokeRequest request) {
        StoredFunction function = find(request.functionName());
        if (request.logType() == LogType.TAIL) {
            throw invalid("LogType Tail is not supported by this emulator: read the function's log group");
        }
        if (function.configuration().state() == State.PENDING) {
            throw conflict("The operation cannot be performed at this time. The function is currently in the"
                    + " following state: Pending");
        }
        byte[] payload =
                request.payload() == null ? new byte[0] : request.payload().asByteArray();
        requireJson(payload);
        if (request.invocationType() == InvocationType.DRY_RUN) {
            return InvokeResponse.builder().statusCode(204).build();
        }
        Invoker invoker = new Invoker(call.cloud(), call.region(), function);
        if (request.invocationType() == InvocationType.EVENT) {
            invoker.accept(call.requestId(), payload);
            return InvokeResponse.builder().statusCode(202).build();
        }
        Invocation.Answer answer = invoker.invoke(call.requestId(), payload).join();
        return InvokeResponse.builder()
                .statusCode(200)
                .executedVersion("$LATEST")
                .functionError(answer.failed() ? "Unhandled" : null)
                .payload(answer.payload())
                .build();
    }

    private static void requireJson(byte[] payload) {
        try {
            if (payload.length > 0) {
                JSON.readTree(payload);
            }
        } catch (java.io.IOException e) {
            throw InvalidRequestContentException.builder()
                    .message("Could not parse request body into json: "
                            + e.getClass().getSimpleName())
                    .build();
        }
    }

    @Override
    public AddPermissionResponse addPermission(AddPermissionRequest request) {
        StoredFunction function = find(request.functionName());
        ObjectNode statement = JSON.createObjectNode();
        statement.put("Sid", request.statementId()).put("Effect", "Allow");
        statement.putObject("Principal").put("Service", request.principal());
        statement.put("Action", request.action());
        statement.put("Resource", function.configuration().functionArn());
        if (function.statements().putIfAbsent(request.statementId(), text(statement)) != null) {
            throw conflict("The statement id (" + request.statementId()
                    + ") provided already exists. Please provide a new statement id, or remove the existing"
                    + " statement.");
        }
        return AddPermissionResponse.builder().statement(text(statement)).build();
    }

    @Override
    public RemovePermissionResponse removePermission(RemovePermissionRequest request) {
        if (find(request.functionName()).statements().remove(request.statementId()) == null) {
            throw notFound("Statement " + request.statementId() + " is not found in resource policy.");
        }
        return RemovePermissionResponse.builder().build();
    }

    @Override
    public GetPolicyResponse getPolicy(GetPolicyRequest request) {
        StoredFunction function = find(request.functionName());
        if (function.statements().isEmpty()) {
            throw notFound("The resource you requested does not exist.");
        }
        ObjectNode policy = JSON.createObjectNode().put("Version", "2012-10-17").put("Id", "default");
        ArrayNode statements = policy.putArray("Statement");
        function.statements().values().forEach(statement -> statements.addPOJO(parsed(statement)));
        return GetPolicyResponse.builder()
                .policy(text(policy))
                .revisionId(function.configuration().revisionId())
                .build();
    }

    @Override
    public TagResourceResponse tagResource(TagResourceRequest request) {
        find(request.resource()).tags().putAll(request.tags());
        return TagResourceResponse.builder().build();
    }

    @Override
    public UntagResourceResponse untagResource(UntagResourceRequest request) {
        find(request.resource()).tags().keySet().removeAll(request.tagKeys());
        return UntagResourceResponse.builder().build();
    }

    @Override
    public ListTagsResponse listTags(ListTagsRequest request) {
        return ListTagsResponse.builder().tags(find(request.resource()).tags()).build();
    }

    @Override
    public PutFunctionEventInvokeConfigResponse putFunctionEventInvokeConfig(
            PutFunctionEventInvokeConfigRequest request) {
        StoredFunction function = find(request.functionName());
        if (request.destinationConfig() != null) {
            throw invalid("DestinationConfig is not supported by this emulator: leave it out");
        }
        function.setEventInvokeConfig(request.maximumRetryAttempts(), request.maximumEventAgeInSeconds());
        return PutFunctionEventInvokeConfigResponse.builder()
                .functionArn(function.configuration().functionArn() + ":$LATEST")
                .maximumRetryAttempts(function.maximumRetryAttempts())
                .maximumEventAgeInSeconds(function.maximumEventAgeInSeconds())
                .lastModified(call.now())
                .build();
    }

    @Override
    public GetFunctionEventInvokeConfigResponse getFunctionEventInvokeConfig(
            GetFunctionEventInvokeConfigRequest request) {
        StoredFunction function = find(request.functionName());
        if (!function.hasEventInvokeConfig()) {
            throw notFound(
                    "The function " + function.configuration().functionArn() + " doesn't have an EventInvokeConfig");
        }
        return GetFunctionEventInvokeConfigResponse.builder()
                .functionArn(function.configuration().functionArn() + ":$LATEST")
                .maximumRetryAttempts(function.maximumRetryAttempts())
                .maximumEventAgeInSeconds(function.maximumEventAgeInSeconds())
                .build();
    }

    private byte[] zip(
            @Nullable SdkBytes zipFile, @Nullable String bucket, @Nullable String key, @Nullable String version) {
        if (zipFile != null) {
            return zipFile.asByteArrayUnsafe();
        } else if (bucket == null || key == null) {
            throw invalid("Please provide a source for function code.");
        }
        try {
            return call.cloud()
                    .client(S3Client.class, call.caller(), call.region())
                    .getObject(r -> r.bucket(bucket).key(key).versionId(version), LocalLambda::code);
        } catch (S3Exception e) {
            throw invalid("Error occurred while GetObject. S3 Error Code: "
                    + io.mlops.local.call.ErrorCodes.of(e) + ". S3 Error Message: "
                    + io.mlops.local.call.ErrorCodes.message(e));
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
            throw roleNotAssumable();
        }
    }

    static RuntimeException roleNotAssumable() {
        return invalid("The role defined for the function cannot be assumed by Lambda.");
    }

    /** Finds a function by its name or ARN. */
    private StoredFunction find(String nameOrArn) {
        String name = nameOrArn
                .replaceFirst("^arn:[^:]*:lambda:[^:]*:[^:]*:function:", "")
                .replaceFirst(":\\$LATEST$", "");
        StoredFunction function = functions.byName().get(name);
        if (function == null) {
            throw notFound("Function not found: " + call.scope().arn("lambda", "function:" + name));
        }
        return function;
    }

    private StoredFunction findSettled(String nameOrArn) {
        StoredFunction function = find(nameOrArn);
        if (function.configuration().lastUpdateStatus() == LastUpdateStatus.IN_PROGRESS) {
            throw conflict("The operation cannot be performed at this time. An update is in progress for resource: "
                    + function.configuration().functionArn());
        }
        return function;
    }

    /** On AWS a function is usable a little after it was made or changed, which callers must wait for. */
    private void settleSoon(StoredFunction function, FunctionConfiguration configuration) {
        call.cloud().scheduler().after(SETTLING, () -> function.settle(configuration.revisionId()));
    }

    private static String text(ObjectNode json) {
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object parsed(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static InvalidParameterValueException invalid(String message) {
        return InvalidParameterValueException.builder().message(message).build();
    }

    private static ResourceNotFoundException notFound(String message) {
        return ResourceNotFoundException.builder().message(message).build();
    }

    private static ResourceConflictException conflict(String message) {
        return ResourceConflictException.builder().message(message).build();
    }

    @Override
    public String serviceName() {
        return "lambda";
    }

    @Override
    public void close() {}
}
