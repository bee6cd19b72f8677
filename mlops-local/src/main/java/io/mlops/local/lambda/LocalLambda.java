package io.mlops.local.lambda;

import io.mlops.local.call.Call;
import io.mlops.local.call.ErrorCodes;
import io.mlops.local.iam.RoleSessions;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.*;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Lambda's functions. */
public final class LocalLambda implements LambdaClient {
    static final String ROLE_NOT_ASSUMABLE = "The role defined for the function cannot be assumed by Lambda.";

    private static final int MOST_LISTED = 50;
    private static final int MOST_TAGS = 50;

    /** An account's 1000 concurrent executions, but for the 100 that stay unreserved. */
    private static final int MOST_RESERVED = 900;

    private static final Pattern NAME =
            Pattern.compile("(?:arn:[^:]*:lambda:[^:]*:)?(?:\\d{12}:)?(?:function:)?([^:]+)(?::([^:]+))?");
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
        String name = name(request.functionName());
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

    @Override
    public GetFunctionResponse getFunction(GetFunctionRequest request) {
        StoredFunction function = find(request.functionName(), request.qualifier());
        Integer reserved = function.reservedConcurrency();
        return GetFunctionResponse.builder()
                .configuration(function.configuration())
                .code(code -> code.repositoryType("S3"))
                .tags(function.tags())
                .concurrency(
                        reserved == null
                                ? null
                                : Concurrency.builder()
                                        .reservedConcurrentExecutions(reserved)
                                        .build())
                .build();
    }

    @Override
    public GetFunctionConfigurationResponse getFunctionConfiguration(GetFunctionConfigurationRequest request) {
        FunctionConfiguration found =
                find(request.functionName(), request.qualifier()).configuration();
        return GetFunctionConfigurationResponse.builder()
                .applyMutation(answer -> FunctionSettings.copy(found, answer))
                .build();
    }

    @Override
    public ListFunctionsResponse listFunctions(ListFunctionsRequest request) {
        FunctionSettings.refuseOthers(request, Set.of("FunctionVersion", "Marker", "MaxItems"));
        int most = Math.min(MOST_LISTED, request.maxItems() == null ? MOST_LISTED : request.maxItems());
        List<FunctionConfiguration> page = functions.byName().entrySet().stream()
                .filter(entry -> request.marker() == null || entry.getKey().compareTo(request.marker()) > 0)
                .limit(most + 1L)
                .map(entry -> entry.getValue().configuration())
                .toList();
        boolean more = page.size() > most;
        return ListFunctionsResponse.builder()
                .functions(more ? page.subList(0, most) : page)
                .nextMarker(more ? page.get(most - 1).functionName() : null)
                .build();
    }

    @Override
    public UpdateFunctionCodeResponse updateFunctionCode(UpdateFunctionCodeRequest request) {
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

    @Override
    public UpdateFunctionConfigurationResponse updateFunctionConfiguration(UpdateFunctionConfigurationRequest request) {
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

    @Override
    public DeleteFunctionResponse deleteFunction(DeleteFunctionRequest request) {
        StoredFunction function = find(request.functionName(), request.qualifier());
        functions.byName().remove(function.configuration().functionName());
        function.delete();
        return DeleteFunctionResponse.builder().statusCode(204).build();
    }

    @Override
    public InvokeResponse invoke(InvokeRequest request) {
        return new Invoking(call, find(request.functionName(), request.qualifier())).invoke(request);
    }

    @Override
    public AddPermissionResponse addPermission(AddPermissionRequest request) {
        StoredFunction function = find(request.functionName(), request.qualifier());
        return AddPermissionResponse.builder()
                .statement(function.policy()
                        .add(
                                request,
                                function.configuration().functionArn(),
                                call.cloud().ids()))
                .build();
    }

    @Override
    public RemovePermissionResponse removePermission(RemovePermissionRequest request) {
        find(request.functionName(), request.qualifier())
                .policy()
                .remove(
                        request.statementId(),
                        request.revisionId(),
                        call.cloud().ids());
        return RemovePermissionResponse.builder().build();
    }

    @Override
    public GetPolicyResponse getPolicy(GetPolicyRequest request) {
        FunctionPolicy policy =
                find(request.functionName(), request.qualifier()).policy();
        String json = policy.json();
        if (json == null) {
            throw notFound("The resource you requested does not exist.");
        }
        return GetPolicyResponse.builder()
                .policy(json)
                .revisionId(policy.revision())
                .build();
    }

    @Override
    public PutFunctionConcurrencyResponse putFunctionConcurrency(PutFunctionConcurrencyRequest request) {
        StoredFunction function = find(request.functionName(), null);
        int wanted = request.reservedConcurrentExecutions();
        int others = functions.byName().values().stream()
                .filter(other -> other != function)
                .map(StoredFunction::reservedConcurrency)
                .mapToInt(reserved -> reserved == null ? 0 : reserved)
                .sum();
        if (wanted > MOST_RESERVED - others) {
            throw invalid("Specified ReservedConcurrentExecutions for function decreases account's"
                    + " UnreservedConcurrentExecution below its minimum value of [100].");
        }
        function.reserve(wanted);
        return PutFunctionConcurrencyResponse.builder()
                .reservedConcurrentExecutions(wanted)
                .build();
    }

    @Override
    public PutFunctionEventInvokeConfigResponse putFunctionEventInvokeConfig(
            PutFunctionEventInvokeConfigRequest request) {
        StoredFunction function = find(request.functionName(), request.qualifier());
        DestinationConfig destinations = request.destinationConfig();
        if (destinations != null
                && ((destinations.onFailure() != null
                                && destinations.onFailure().destination() != null)
                        || (destinations.onSuccess() != null
                                && destinations.onSuccess().destination() != null))) {
            throw unsupported("DestinationConfig");
        }
        if (request.maximumRetryAttempts() == null && request.maximumEventAgeInSeconds() == null) {
            throw invalid("You must specify at least one of error handling or destination setting.");
        }
        EventInvokeConfig config = new EventInvokeConfig(
                Optional.ofNullable(request.maximumRetryAttempts()),
                Optional.ofNullable(request.maximumEventAgeInSeconds()),
                Optional.of(call.now()));
        function.eventInvokeConfig(config);
        GetFunctionEventInvokeConfigResponse shown = shown(function, config);
        return PutFunctionEventInvokeConfigResponse.builder()
                .functionArn(shown.functionArn())
                .maximumRetryAttempts(shown.maximumRetryAttempts())
                .maximumEventAgeInSeconds(shown.maximumEventAgeInSeconds())
                .destinationConfig(shown.destinationConfig())
                .lastModified(shown.lastModified())
                .build();
    }

    @Override
    public GetFunctionEventInvokeConfigResponse getFunctionEventInvokeConfig(
            GetFunctionEventInvokeConfigRequest request) {
        StoredFunction function = find(request.functionName(), request.qualifier());
        EventInvokeConfig config = function.eventInvokeConfig();
        if (config.lastModified().isEmpty()) {
            throw notFound("The function " + function.configuration().functionArn()
                    + ":$LATEST doesn't have an EventInvokeConfig");
        }
        return shown(function, config);
    }

    private static GetFunctionEventInvokeConfigResponse shown(StoredFunction function, EventInvokeConfig config) {
        return GetFunctionEventInvokeConfigResponse.builder()
                .functionArn(function.configuration().functionArn() + ":$LATEST")
                .maximumRetryAttempts(config.retries().orElse(null))
                .maximumEventAgeInSeconds(config.age().orElse(null))
                .destinationConfig(d -> d.onFailure(f -> {}).onSuccess(f -> {}))
                .lastModified(config.lastModified().orElse(null))
                .build();
    }

    @Override
    public TagResourceResponse tagResource(TagResourceRequest request) {
        StoredFunction function = tagged(request.resource());
        Set<String> keys = new HashSet<>(function.tags().keySet());
        keys.addAll(request.tags().keySet());
        if (keys.size() > MOST_TAGS) {
            throw invalid("The function would have " + keys.size() + " tags: at most " + MOST_TAGS + " are allowed");
        }
        function.tags().putAll(request.tags());
        return TagResourceResponse.builder().build();
    }

    @Override
    public UntagResourceResponse untagResource(UntagResourceRequest request) {
        tagged(request.resource()).tags().keySet().removeAll(request.tagKeys());
        return UntagResourceResponse.builder().build();
    }

    @Override
    public ListTagsResponse listTags(ListTagsRequest request) {
        return ListTagsResponse.builder()
                .tags(tagged(request.resource()).tags())
                .build();
    }

    private StoredFunction tagged(String arn) {
        Matcher matcher = NAME.matcher(arn);
        if (matcher.matches() && matcher.group(2) != null) {
            throw invalid("Tags on function aliases and versions are not supported. Please specify a function ARN.");
        }
        return find(arn, null);
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
                    .getObject(r -> r.bucket(bucket).key(key).versionId(version), LocalLambda::code);
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

    /** Gives the name in a name, a partial ARN or an ARN. */
    static String name(String nameOrArn) {
        Matcher matcher = NAME.matcher(nameOrArn);
        return matcher.matches() ? matcher.group(1) : nameOrArn;
    }

    /** Finds a function by its name or ARN. It has no version but $LATEST. */
    private StoredFunction find(String nameOrArn, @Nullable String qualifier) {
        String name = name(nameOrArn);
        Matcher matcher = NAME.matcher(nameOrArn);
        String derived = matcher.matches() ? matcher.group(2) : null;
        if (derived != null && qualifier != null && !derived.equals(qualifier)) {
            throw invalid("The derived qualifier from the function name does not match the specified qualifier.");
        }
        String asked = derived == null ? qualifier : derived;
        StoredFunction function = functions.byName().get(name);
        if (function == null || (asked != null && !asked.equals("$LATEST"))) {
            throw notFound("Function not found: " + call.scope().arn("lambda", "function:" + name)
                    + (asked == null ? "" : ":" + asked));
        }
        return function;
    }

    private StoredFunction findSettled(String nameOrArn, @Nullable String revision) {
        StoredFunction function = find(nameOrArn, null);
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

    static InvalidParameterValueException invalid(String message) {
        return InvalidParameterValueException.builder().message(message).build();
    }

    /** Refuses what AWS accepts and this does not honour. */
    static InvalidParameterValueException unsupported(String what) {
        return invalid("mlops-local does not support " + what + ", see docs/local/supported.md");
    }

    static PreconditionFailedException stale(String operation) {
        return PreconditionFailedException.builder()
                .message("The Revision Id provided does not match the latest Revision Id. Call the " + operation
                        + " API to retrieve the latest Revision Id")
                .build();
    }

    static ResourceNotFoundException notFound(String message) {
        return ResourceNotFoundException.builder().message(message).build();
    }

    static ResourceConflictException conflict(String message) {
        return ResourceConflictException.builder().message(message).build();
    }

    @Override
    public String serviceName() {
        return "lambda";
    }

    @Override
    public void close() {}
}
