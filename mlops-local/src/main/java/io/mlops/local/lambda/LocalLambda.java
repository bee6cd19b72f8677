package io.mlops.local.lambda;

import static io.mlops.local.lambda.LambdaErrors.invalid;
import static io.mlops.local.lambda.LambdaErrors.notFound;
import static io.mlops.local.lambda.LambdaErrors.unsupported;

import io.mlops.local.call.Call;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.*;

/** Lambda's functions. */
public final class LocalLambda implements LambdaClient {
    private static final int MOST_LISTED = 50;
    private static final int MOST_TAGS = 50;

    /** An account's 1000 concurrent executions, but for the 100 that stay unreserved. */
    private static final int MOST_RESERVED = 900;

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
        return new FunctionChanges(call, functions).create(request);
    }

    @Override
    public UpdateFunctionCodeResponse updateFunctionCode(UpdateFunctionCodeRequest request) {
        return new FunctionChanges(call, functions).updateCode(request);
    }

    @Override
    public UpdateFunctionConfigurationResponse updateFunctionConfiguration(UpdateFunctionConfigurationRequest request) {
        return new FunctionChanges(call, functions).updateConfiguration(request);
    }

    @Override
    public GetFunctionResponse getFunction(GetFunctionRequest request) {
        StoredFunction function = functions.find(request.functionName(), request.qualifier());
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
                functions.find(request.functionName(), request.qualifier()).configuration();
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
    public DeleteFunctionResponse deleteFunction(DeleteFunctionRequest request) {
        StoredFunction function = functions.find(request.functionName(), request.qualifier());
        functions.byName().remove(function.configuration().functionName());
        function.delete();
        return DeleteFunctionResponse.builder().statusCode(204).build();
    }

    @Override
    public InvokeResponse invoke(InvokeRequest request) {
        return new Invoking(call, functions.find(request.functionName(), request.qualifier())).invoke(request);
    }

    @Override
    public AddPermissionResponse addPermission(AddPermissionRequest request) {
        StoredFunction function = functions.find(request.functionName(), request.qualifier());
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
        functions
                .find(request.functionName(), request.qualifier())
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
                functions.find(request.functionName(), request.qualifier()).policy();
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
        StoredFunction function = functions.find(request.functionName(), null);
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
        StoredFunction function = functions.find(request.functionName(), request.qualifier());
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
        StoredFunction function = functions.find(request.functionName(), request.qualifier());
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
        if (Functions.qualifier(arn) != null) {
            throw invalid("Tags on function aliases and versions are not supported. Please specify a function ARN.");
        }
        return functions.find(arn, null);
    }

    @Override
    public String serviceName() {
        return "lambda";
    }

    @Override
    public void close() {}
}
