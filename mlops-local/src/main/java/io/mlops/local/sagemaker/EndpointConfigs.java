package io.mlops.local.sagemaker;

import io.mlops.local.account.Scope;
import io.mlops.local.call.Call;
import io.mlops.local.call.Cloud;
import io.mlops.local.call.Page;
import io.mlops.local.call.Refusals;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import software.amazon.awssdk.services.sagemaker.model.*;

/** The endpoint configs of an account in a region. None is ever changed. */
final class EndpointConfigs {
    private final Scope scope;
    private final Map<String, DescribeEndpointConfigResponse> byName = new ConcurrentSkipListMap<>();

    private EndpointConfigs(Scope scope) {
        this.scope = scope;
    }

    static EndpointConfigs of(Cloud cloud, Scope scope) {
        return cloud.stores().of(EndpointConfigs.class, scope, EndpointConfigs::new);
    }

    CreateEndpointConfigResponse create(Call call, CreateEndpointConfigRequest request) {
        String name = request.endpointConfigName();
        check(call, request);
        String arn = arn(name);
        DescribeEndpointConfigResponse described = Shapes.copy(request, DescribeEndpointConfigResponse.builder())
                .endpointConfigArn(arn)
                .productionVariants(request.productionVariants().stream()
                        .map(EndpointConfigs::withWeight)
                        .toList())
                .creationTime(call.now())
                .build();
        if (byName.putIfAbsent(name, described) != null) {
            throw Refusals.validation("Cannot create already existing endpoint configuration \"" + arn + "\".");
        }
        ResourceTags.of(call.cloud(), scope).made(arn, request.tags());
        return CreateEndpointConfigResponse.builder().endpointConfigArn(arn).build();
    }

    private static ProductionVariant withWeight(ProductionVariant variant) {
        return variant.initialVariantWeight() == null
                ? variant.toBuilder().initialVariantWeight(1.0f).build()
                : variant;
    }

    private void check(Call call, CreateEndpointConfigRequest request) {
        Shapes.refuseAllBut(
                request, "EndpointConfigName", "ProductionVariants", "DataCaptureConfig", "Tags", "KmsKeyId");
        if (request.dataCaptureConfig() != null) {
            var unused = S3Location.of(
                    "dataCaptureConfig.destinationS3Uri",
                    request.dataCaptureConfig().destinationS3Uri());
        }
        ResourceTags.check(request.tags());
        Set<String> names = new HashSet<>();
        for (ProductionVariant variant : request.productionVariants()) {
            checkVariant(call, variant);
            if (!names.add(variant.variantName())) {
                throw Refusals.validation("Production variant names must be unique: " + variant.variantName()
                        + " is given more than once.");
            }
        }
    }

    private void checkVariant(Call call, ProductionVariant variant) {
        Shapes.refuseAllBut(
                variant,
                "VariantName",
                "ModelName",
                "InitialInstanceCount",
                "InstanceType",
                "InitialVariantWeight",
                "VolumeSizeInGB",
                "ModelDataDownloadTimeoutInSeconds",
                "ContainerStartupHealthCheckTimeoutInSeconds",
                "RoutingConfig");
        if (variant.modelName() == null) {
            throw Refusals.validation("Production variant " + variant.variantName()
                    + " needs ModelName: inference components are not supported by this emulator");
        }
        var unused = Models.of(call.cloud(), scope).container(variant.modelName());
        Integer instances = variant.initialInstanceCount();
        if (variant.instanceType() == null || instances == null) {
            throw Refusals.validation(
                    "Production variant " + variant.variantName() + " needs InstanceType and InitialInstanceCount.");
        }
    }

    DescribeEndpointConfigResponse describe(DescribeEndpointConfigRequest request) {
        return get(request.endpointConfigName());
    }

    DeleteEndpointConfigResponse delete(Call call, DeleteEndpointConfigRequest request) {
        get(request.endpointConfigName());
        byName.remove(request.endpointConfigName());
        ResourceTags.of(call.cloud(), scope).deleted(arn(request.endpointConfigName()));
        return DeleteEndpointConfigResponse.builder().build();
    }

    ListEndpointConfigsResponse list(ListEndpointConfigsRequest request) {
        List<Listing.Entry<EndpointConfigSummary>> entries = byName.values().stream()
                .map(config -> new Listing.Entry<>(
                        config.endpointConfigName(),
                        config.creationTime(),
                        config.creationTime(),
                        "",
                        Shapes.copy(config, EndpointConfigSummary.builder()).build()))
                .toList();
        Page<EndpointConfigSummary> page = Listing.of(request, false).page(entries);
        return ListEndpointConfigsResponse.builder()
                .endpointConfigs(page.items())
                .nextToken(page.next())
                .build();
    }

    DescribeEndpointConfigResponse get(String name) {
        DescribeEndpointConfigResponse found = byName.get(name);
        if (found == null) {
            throw Refusals.validation("Could not find endpoint configuration \"" + arn(name) + "\".");
        }
        return found;
    }

    private String arn(String name) {
        return Shapes.arn(scope, "endpoint-config", name);
    }
}
