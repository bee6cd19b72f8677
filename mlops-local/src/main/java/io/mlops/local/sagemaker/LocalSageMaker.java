package io.mlops.local.sagemaker;

import io.mlops.local.call.Call;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.*;

/** SageMaker: each operation is served by the store of what it is about. */
public final class LocalSageMaker implements SageMakerClient {
    private final Call call;

    /**
     * Serves one call.
     *
     * @param call the call
     */
    public LocalSageMaker(Call call) {
        this.call = call;
    }

    @Override
    public CreateModelPackageGroupResponse createModelPackageGroup(CreateModelPackageGroupRequest request) {
        return groups().create(call, request);
    }

    @Override
    public DescribeModelPackageGroupResponse describeModelPackageGroup(DescribeModelPackageGroupRequest request) {
        return groups().describe(request);
    }

    @Override
    public ListModelPackageGroupsResponse listModelPackageGroups(ListModelPackageGroupsRequest request) {
        return groups().list(request);
    }

    @Override
    public DeleteModelPackageGroupResponse deleteModelPackageGroup(DeleteModelPackageGroupRequest request) {
        return groups().delete(call, request);
    }

    @Override
    public CreateModelPackageResponse createModelPackage(CreateModelPackageRequest request) {
        return packages().create(call, request);
    }

    @Override
    public DescribeModelPackageResponse describeModelPackage(DescribeModelPackageRequest request) {
        return packages().describe(request);
    }

    @Override
    public UpdateModelPackageResponse updateModelPackage(UpdateModelPackageRequest request) {
        return packages().update(call, request);
    }

    @Override
    public ListModelPackagesResponse listModelPackages(ListModelPackagesRequest request) {
        return packages().list(request);
    }

    @Override
    public DeleteModelPackageResponse deleteModelPackage(DeleteModelPackageRequest request) {
        return packages().delete(request);
    }

    @Override
    public CreateTrainingJobResponse createTrainingJob(CreateTrainingJobRequest request) {
        return jobs().create(call, request);
    }

    @Override
    public DescribeTrainingJobResponse describeTrainingJob(DescribeTrainingJobRequest request) {
        return jobs().describe(request);
    }

    @Override
    public ListTrainingJobsResponse listTrainingJobs(ListTrainingJobsRequest request) {
        return jobs().list(request);
    }

    @Override
    public StopTrainingJobResponse stopTrainingJob(StopTrainingJobRequest request) {
        return jobs().stop(request);
    }

    @Override
    public CreateModelResponse createModel(CreateModelRequest request) {
        return models().create(call, request);
    }

    @Override
    public DescribeModelResponse describeModel(DescribeModelRequest request) {
        return models().describe(request);
    }

    @Override
    public ListModelsResponse listModels(ListModelsRequest request) {
        return models().list(request);
    }

    @Override
    public DeleteModelResponse deleteModel(DeleteModelRequest request) {
        return models().delete(call, request);
    }

    @Override
    public CreateEndpointConfigResponse createEndpointConfig(CreateEndpointConfigRequest request) {
        return configs().create(call, request);
    }

    @Override
    public DescribeEndpointConfigResponse describeEndpointConfig(DescribeEndpointConfigRequest request) {
        return configs().describe(request);
    }

    @Override
    public ListEndpointConfigsResponse listEndpointConfigs(ListEndpointConfigsRequest request) {
        return configs().list(request);
    }

    @Override
    public DeleteEndpointConfigResponse deleteEndpointConfig(DeleteEndpointConfigRequest request) {
        return configs().delete(call, request);
    }

    @Override
    public CreateEndpointResponse createEndpoint(CreateEndpointRequest request) {
        return endpoints().create(call, request);
    }

    @Override
    public DescribeEndpointResponse describeEndpoint(DescribeEndpointRequest request) {
        return endpoints().describe(request);
    }

    @Override
    public ListEndpointsResponse listEndpoints(ListEndpointsRequest request) {
        return endpoints().list(request);
    }

    @Override
    public UpdateEndpointResponse updateEndpoint(UpdateEndpointRequest request) {
        return endpoints().update(call, request);
    }

    @Override
    public UpdateEndpointWeightsAndCapacitiesResponse updateEndpointWeightsAndCapacities(
            UpdateEndpointWeightsAndCapacitiesRequest request) {
        return endpoints().adjust(request);
    }

    @Override
    public DeleteEndpointResponse deleteEndpoint(DeleteEndpointRequest request) {
        return endpoints().delete(call, request);
    }

    @Override
    public AddTagsResponse addTags(AddTagsRequest request) {
        return ResourceTags.of(call.cloud(), call.scope()).add(request);
    }

    @Override
    public ListTagsResponse listTags(ListTagsRequest request) {
        return ResourceTags.of(call.cloud(), call.scope()).list(request);
    }

    @Override
    public DeleteTagsResponse deleteTags(DeleteTagsRequest request) {
        return ResourceTags.of(call.cloud(), call.scope()).delete(request);
    }

    private ModelPackageGroups groups() {
        return ModelPackageGroups.of(call.cloud(), call.scope());
    }

    private ModelPackages packages() {
        return ModelPackages.of(call);
    }

    private TrainingJobs jobs() {
        return TrainingJobs.of(call.cloud(), call.scope());
    }

    private Models models() {
        return Models.of(call.cloud(), call.scope());
    }

    private EndpointConfigs configs() {
        return EndpointConfigs.of(call.cloud(), call.scope());
    }

    private Endpoints endpoints() {
        return Endpoints.of(call.cloud(), call.scope());
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
