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

/** The models of an account in a region. */
final class Models {
    private final Scope scope;
    private final Map<String, StoredModel> byName = new ConcurrentSkipListMap<>();

    private Models(Scope scope) {
        this.scope = scope;
    }

    static Models of(Cloud cloud, Scope scope) {
        return cloud.stores().of(Models.class, scope, Models::new);
    }

    /** A model as it is described, and what serves it. */
    private record StoredModel(DescribeModelResponse described, Container container) {}

    CreateModelResponse create(Call call, CreateModelRequest request) {
        String name = request.modelName();
        ResourceTags.check(request.tags());
        Container container = ModelContainers.resolve(call, request);
        String arn = arn(name);
        DescribeModelResponse described = Shapes.copy(request, DescribeModelResponse.builder())
                .modelArn(arn)
                .creationTime(call.now())
                .enableNetworkIsolation(container.isolated())
                .build();
        if (byName.putIfAbsent(name, new StoredModel(described, container)) != null) {
            throw Refusals.validation("Cannot create already existing model \"" + arn + "\".");
        }
        ResourceTags.of(call.cloud(), scope).made(arn, request.tags());
        return CreateModelResponse.builder().modelArn(arn).build();
    }

    DescribeModelResponse describe(DescribeModelRequest request) {
        return get(request.modelName()).described();
    }

    DeleteModelResponse delete(Call call, DeleteModelRequest request) {
        get(request.modelName());
        byName.remove(request.modelName());
        ResourceTags.of(call.cloud(), scope).deleted(arn(request.modelName()));
        return DeleteModelResponse.builder().build();
    }

    ListModelsResponse list(ListModelsRequest request) {
        List<Listing.Entry<ModelSummary>> entries = byName.values().stream()
                .map(StoredModel::described)
                .map(model -> new Listing.Entry<>(
                        model.modelName(),
                        model.creationTime(),
                        model.creationTime(),
                        "",
                        Shapes.copy(model, ModelSummary.builder()).build()))
                .toList();
        Page<ModelSummary> page = Listing.of(request, false).page(entries);
        return ListModelsResponse.builder()
                .models(page.items())
                .nextToken(page.next())
                .build();
    }

    /** Gives what serves a model. */
    Container container(String name) {
        return get(name).container();
    }

    private StoredModel get(String name) {
        return Optional.ofNullable(byName.get(name))
                .orElseThrow(() -> Refusals.validation("Could not find model \"" + arn(name) + "\"."));
    }

    private String arn(String name) {
        return Shapes.arn(scope, "model", name);
    }
}
