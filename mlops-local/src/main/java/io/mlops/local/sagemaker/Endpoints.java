package io.mlops.local.sagemaker;

import io.mlops.local.account.Scope;
import io.mlops.local.call.Call;
import io.mlops.local.call.Cloud;
import io.mlops.local.call.Page;
import io.mlops.local.call.Refusals;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import software.amazon.awssdk.services.sagemaker.model.*;

/** The endpoints of an account in a region. */
final class Endpoints {
    private final Scope scope;
    private final Map<String, Endpoint> byName = new ConcurrentSkipListMap<>();

    private Endpoints(Scope scope) {
        this.scope = scope;
    }

    static Endpoints of(Cloud cloud, Scope scope) {
        return cloud.stores().of(Endpoints.class, scope, Endpoints::new);
    }

    CreateEndpointResponse create(Call call, CreateEndpointRequest request) {
        String name = request.endpointName();
        DeploymentPlan.check(request.deploymentConfig());
        ResourceTags.check(request.tags());
        DescribeEndpointConfigResponse config =
                EndpointConfigs.of(call.cloud(), scope).get(request.endpointConfigName());
        Endpoint endpoint = new Endpoint(call, request, config);
        if (byName.putIfAbsent(name, endpoint) != null) {
            throw Refusals.validation("Cannot create already existing endpoint \"" + endpoint.arn() + "\".");
        }
        ResourceTags.of(call.cloud(), scope).made(endpoint.arn(), request.tags());
        endpoint.start();
        return CreateEndpointResponse.builder().endpointArn(endpoint.arn()).build();
    }

    DescribeEndpointResponse describe(DescribeEndpointRequest request) {
        return get(request.endpointName()).described();
    }

    UpdateEndpointResponse update(Call call, UpdateEndpointRequest request) {
        Endpoint endpoint = get(request.endpointName());
        DeploymentPlan.check(request.deploymentConfig());
        if (request.deploymentConfig() != null && Boolean.TRUE.equals(request.retainDeploymentConfig())) {
            throw Refusals.validation("DeploymentConfig cannot be given with RetainDeploymentConfig true.");
        }
        // SageMaker updates from one config to another: an endpoint whose config was deleted can only be deleted.
        EndpointConfigs configs = EndpointConfigs.of(call.cloud(), scope);
        configs.get(endpoint.configName());
        endpoint.update(call, request, configs.get(request.endpointConfigName()));
        return UpdateEndpointResponse.builder().endpointArn(endpoint.arn()).build();
    }

    UpdateEndpointWeightsAndCapacitiesResponse adjust(UpdateEndpointWeightsAndCapacitiesRequest request) {
        Endpoint endpoint = get(request.endpointName());
        endpoint.adjust(request.desiredWeightsAndCapacities());
        return UpdateEndpointWeightsAndCapacitiesResponse.builder()
                .endpointArn(endpoint.arn())
                .build();
    }

    DeleteEndpointResponse delete(Call call, DeleteEndpointRequest request) {
        Endpoint endpoint = get(request.endpointName());
        var unused = endpoint.delete().thenRun(() -> {
            if (byName.remove(endpoint.name(), endpoint)) {
                ResourceTags.of(call.cloud(), scope).deleted(endpoint.arn());
            }
        });
        return DeleteEndpointResponse.builder().build();
    }

    ListEndpointsResponse list(ListEndpointsRequest request) {
        List<Listing.Entry<EndpointSummary>> entries = byName.values().stream()
                .map(Endpoint::summary)
                .map(endpoint -> new Listing.Entry<>(
                        endpoint.endpointName(),
                        endpoint.creationTime(),
                        endpoint.lastModifiedTime(),
                        endpoint.endpointStatusAsString(),
                        endpoint))
                .toList();
        Page<EndpointSummary> page = Listing.of(request, false).page(entries);
        return ListEndpointsResponse.builder()
                .endpoints(page.items())
                .nextToken(page.next())
                .build();
    }

    Optional<Endpoint> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    private Endpoint get(String name) {
        return find(name)
                .orElseThrow(() -> Refusals.validation(
                        "Could not find endpoint \"" + Shapes.arn(scope, "endpoint", name) + "\"."));
    }
}
