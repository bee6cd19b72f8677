package io.mlops.modeltest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.CreateEndpointConfigRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateEndpointConfigResponse;
import software.amazon.awssdk.services.sagemaker.model.CreateEndpointRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.CreateModelRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateModelResponse;
import software.amazon.awssdk.services.sagemaker.model.DeleteEndpointConfigRequest;
import software.amazon.awssdk.services.sagemaker.model.DeleteEndpointConfigResponse;
import software.amazon.awssdk.services.sagemaker.model.DeleteEndpointRequest;
import software.amazon.awssdk.services.sagemaker.model.DeleteEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.DeleteModelRequest;
import software.amazon.awssdk.services.sagemaker.model.DeleteModelResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelPackageRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelPackageResponse;
import software.amazon.awssdk.services.sagemaker.model.EndpointConfigSummary;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;
import software.amazon.awssdk.services.sagemaker.model.EndpointSummary;
import software.amazon.awssdk.services.sagemaker.model.ListEndpointConfigsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListEndpointConfigsResponse;
import software.amazon.awssdk.services.sagemaker.model.ListEndpointsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListEndpointsResponse;
import software.amazon.awssdk.services.sagemaker.model.ListModelsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListModelsResponse;
import software.amazon.awssdk.services.sagemaker.model.ListTagsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListTagsResponse;
import software.amazon.awssdk.services.sagemaker.model.ModelPackageContainerDefinition;
import software.amazon.awssdk.services.sagemaker.model.ModelPackageStatus;
import software.amazon.awssdk.services.sagemaker.model.ModelSummary;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;
import software.amazon.awssdk.services.sagemaker.model.Tag;
import software.amazon.awssdk.services.sagemaker.model.UpdateModelPackageRequest;
import software.amazon.awssdk.services.sagemaker.model.UpdateModelPackageResponse;
import software.amazon.awssdk.services.sagemaker.paginators.ListEndpointConfigsIterable;
import software.amazon.awssdk.services.sagemaker.paginators.ListEndpointsIterable;
import software.amazon.awssdk.services.sagemaker.paginators.ListModelsIterable;
import software.amazon.awssdk.services.sagemaker.paginators.ListTagsIterable;

/** SageMaker whose endpoints are Creating for a number of looks, and cannot be deleted meanwhile. */
final class FakeSageMaker implements SageMakerClient {
    static final String ARN = "arn:aws:sagemaker:eu-west-1:123456789012:";

    /** Every resource's tags, by {@code endpoint/<name>}, {@code endpoint-config/<name>}, {@code model/<name>}. */
    final Map<String, List<Tag>> resources = new TreeMap<>();

    final Map<String, Integer> looksUntilInService = new LinkedHashMap<>();
    final List<CreateModelRequest> models = new ArrayList<>();
    final List<CreateEndpointConfigRequest> configs = new ArrayList<>();
    final List<UpdateModelPackageRequest> updates = new ArrayList<>();
    int looks = 2;
    EndpointStatus end = EndpointStatus.IN_SERVICE;
    boolean endpointRefused;
    boolean answerLost;
    boolean updateRefused;
    /** How many calls do not find an endpoint that was just made. */
    int unseen;

    Runnable whenDescribed = () -> {};
    Runnable whenDeleted = () -> {};

    @Override
    public DescribeModelPackageResponse describeModelPackage(DescribeModelPackageRequest request) {
        return DescribeModelPackageResponse.builder()
                .modelPackageStatus(ModelPackageStatus.COMPLETED)
                .inferenceSpecification(
                        specification -> specification.containers(ModelPackageContainerDefinition.builder()
                                .image("image:1")
                                .modelDataUrl("s3://bucket/models/j/output/model.tar.gz")
                                .environment(Map.of("THREADS", "2"))
                                .build()))
                .build();
    }

    @Override
    public UpdateModelPackageResponse updateModelPackage(UpdateModelPackageRequest request) {
        if (updateRefused) {
            throw error("AccessDeniedException: not authorized to perform: sagemaker:UpdateModelPackage");
        }
        updates.add(request);
        return UpdateModelPackageResponse.builder().build();
    }

    @Override
    public CreateModelResponse createModel(CreateModelRequest request) {
        models.add(request);
        resources.put("model/" + request.modelName(), request.tags());
        return CreateModelResponse.builder().build();
    }

    @Override
    public CreateEndpointConfigResponse createEndpointConfig(CreateEndpointConfigRequest request) {
        configs.add(request);
        resources.put("endpoint-config/" + request.endpointConfigName(), request.tags());
        return CreateEndpointConfigResponse.builder().build();
    }

    @Override
    public CreateEndpointResponse createEndpoint(CreateEndpointRequest request) {
        if (endpointRefused) {
            throw error("ResourceLimitExceeded: the account-level service limit is 0 Instances");
        }
        resources.put("endpoint/" + request.endpointName(), request.tags());
        looksUntilInService.put(request.endpointName(), looks);
        if (answerLost) {
            throw SdkClientException.create("Unable to execute HTTP request: Connection reset");
        }
        return CreateEndpointResponse.builder().build();
    }

    @Override
    public DescribeEndpointResponse describeEndpoint(DescribeEndpointRequest request) {
        requireSeen(request.endpointName());
        whenDescribed.run();
        int left = looksUntilInService.merge(request.endpointName(), -1, Integer::sum);
        return DescribeEndpointResponse.builder()
                .endpointName(request.endpointName())
                .endpointStatus(left >= 0 ? EndpointStatus.CREATING : end)
                .failureReason(end == EndpointStatus.FAILED ? "did not pass the ping health check" : null)
                .build();
    }

    @Override
    public DeleteEndpointResponse deleteEndpoint(DeleteEndpointRequest request) {
        requireSeen(request.endpointName());
        whenDeleted.run();
        if (looksUntilInService.merge(request.endpointName(), -1, Integer::sum) >= 0) {
            throw error("Cannot update in-progress endpoint \"" + ARN + "endpoint/" + request.endpointName() + "\".");
        }
        resources.remove("endpoint/" + request.endpointName());
        return DeleteEndpointResponse.builder().build();
    }

    @Override
    public DeleteEndpointConfigResponse deleteEndpointConfig(DeleteEndpointConfigRequest request) {
        require("endpoint-config/" + request.endpointConfigName());
        resources.remove("endpoint-config/" + request.endpointConfigName());
        return DeleteEndpointConfigResponse.builder().build();
    }

    @Override
    public DeleteModelResponse deleteModel(DeleteModelRequest request) {
        require("model/" + request.modelName());
        resources.remove("model/" + request.modelName());
        return DeleteModelResponse.builder().build();
    }

    @Override
    public ListEndpointsResponse listEndpoints(ListEndpointsRequest request) {
        return ListEndpointsResponse.builder()
                .endpoints(names("endpoint/", request.nameContains()).stream()
                        .map(name -> EndpointSummary.builder()
                                .endpointName(name)
                                .endpointArn(ARN + "endpoint/" + name)
                                .build())
                        .toList())
                .build();
    }

    @Override
    public ListEndpointConfigsResponse listEndpointConfigs(ListEndpointConfigsRequest request) {
        return ListEndpointConfigsResponse.builder()
                .endpointConfigs(names("endpoint-config/", request.nameContains()).stream()
                        .map(name -> EndpointConfigSummary.builder()
                                .endpointConfigName(name)
                                .endpointConfigArn(ARN + "endpoint-config/" + name)
                                .build())
                        .toList())
                .build();
    }

    @Override
    public ListModelsResponse listModels(ListModelsRequest request) {
        return ListModelsResponse.builder()
                .models(names("model/", request.nameContains()).stream()
                        .map(name -> ModelSummary.builder()
                                .modelName(name)
                                .modelArn(ARN + "model/" + name)
                                .build())
                        .toList())
                .build();
    }

    @Override
    public ListTagsResponse listTags(ListTagsRequest request) {
        return ListTagsResponse.builder()
                .tags(resources.getOrDefault(request.resourceArn().substring(ARN.length()), List.of()))
                .build();
    }

    @Override
    public ListEndpointsIterable listEndpointsPaginator(ListEndpointsRequest request) {
        return new ListEndpointsIterable(this, request);
    }

    @Override
    public ListEndpointConfigsIterable listEndpointConfigsPaginator(ListEndpointConfigsRequest request) {
        return new ListEndpointConfigsIterable(this, request);
    }

    @Override
    public ListModelsIterable listModelsPaginator(ListModelsRequest request) {
        return new ListModelsIterable(this, request);
    }

    @Override
    public ListTagsIterable listTagsPaginator(ListTagsRequest request) {
        return new ListTagsIterable(this, request);
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}

    private List<String> names(String kind, String contained) {
        return resources.keySet().stream()
                .filter(resource -> resource.startsWith(kind))
                .map(resource -> resource.substring(kind.length()))
                .filter(name -> name.contains(contained))
                .toList();
    }

    private void requireSeen(String endpoint) {
        if (unseen > 0) {
            unseen--;
            throw error("Could not find \"" + ARN + "endpoint/" + endpoint + "\".");
        }
        require("endpoint/" + endpoint);
    }

    private void require(String resource) {
        if (!resources.containsKey(resource)) {
            throw error("Could not find \"" + ARN + resource + "\".");
        }
    }

    static SageMakerException error(String message) {
        return (SageMakerException)
                SageMakerException.builder().statusCode(400).message(message).build();
    }
}
