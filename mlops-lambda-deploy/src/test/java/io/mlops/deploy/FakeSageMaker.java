package io.mlops.deploy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.AddTagsRequest;
import software.amazon.awssdk.services.sagemaker.model.AddTagsResponse;
import software.amazon.awssdk.services.sagemaker.model.CreateEndpointConfigRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateEndpointConfigResponse;
import software.amazon.awssdk.services.sagemaker.model.CreateEndpointRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.CreateModelRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateModelResponse;
import software.amazon.awssdk.services.sagemaker.model.DeleteEndpointRequest;
import software.amazon.awssdk.services.sagemaker.model.DeleteEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointConfigRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointConfigResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelPackageRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelPackageResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelResponse;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;
import software.amazon.awssdk.services.sagemaker.model.ListTagsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListTagsResponse;
import software.amazon.awssdk.services.sagemaker.model.ModelApprovalStatus;
import software.amazon.awssdk.services.sagemaker.model.ModelPackageStatus;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;
import software.amazon.awssdk.services.sagemaker.model.Tag;
import software.amazon.awssdk.services.sagemaker.model.UpdateEndpointRequest;
import software.amazon.awssdk.services.sagemaker.model.UpdateEndpointResponse;
import software.amazon.awssdk.services.sagemaker.paginators.ListTagsIterable;

/** SageMaker with approved packages and at most one endpoint, whose changes end when the test says so. */
final class FakeSageMaker implements SageMakerClient {
    private static final String ARN = "arn:aws:sagemaker:eu-west-1:123456789012:";

    final List<String> calls = new ArrayList<>();
    final Map<String, CreateModelRequest> models = new LinkedHashMap<>();
    final Map<String, CreateEndpointConfigRequest> configs = new LinkedHashMap<>();
    final Map<String, Map<String, String>> tags = new LinkedHashMap<>();
    ModelApprovalStatus approval = ModelApprovalStatus.APPROVED;
    ModelPackageStatus packageStatus = ModelPackageStatus.COMPLETED;
    boolean endpointExists;
    EndpointStatus status = EndpointStatus.IN_SERVICE;
    String config = "";
    String pending = "";
    String failureReason = "";
    String refusal = "";
    boolean denied;
    /** Thrown once each, by the operation's name. */
    final Map<String, RuntimeException> refusals = new HashMap<>();

    private Instant modified = Instant.parse("2026-11-22T12:00:00.123Z");

    /** Ends what is under way: the pending config is in service. */
    void settle() {
        modify();
        config = pending.isEmpty() ? config : pending;
        status = EndpointStatus.IN_SERVICE;
    }

    /** Ends what is under way: the old config is in service again. */
    void rollBack(String reason) {
        modify();
        status = EndpointStatus.IN_SERVICE;
        failureReason = reason;
    }

    void serves(String name) {
        endpointExists = true;
        config = name;
        status = EndpointStatus.IN_SERVICE;
    }

    @Override
    public DescribeModelPackageResponse describeModelPackage(DescribeModelPackageRequest request) {
        return DescribeModelPackageResponse.builder()
                .modelPackageArn(request.modelPackageName())
                .modelPackageStatus(packageStatus)
                .modelApprovalStatus(approval)
                .build();
    }

    @Override
    public DescribeModelResponse describeModel(DescribeModelRequest request) {
        CreateModelRequest model = models.get(request.modelName());
        if (model == null) {
            throw invalid("Could not find model \"" + ARN + "model/" + request.modelName() + "\".");
        }
        return DescribeModelResponse.builder()
                .modelName(request.modelName())
                .containers(model.containers())
                .build();
    }

    @Override
    public CreateModelResponse createModel(CreateModelRequest request) {
        calls.add("CreateModel");
        models.put(request.modelName(), request);
        return CreateModelResponse.builder().build();
    }

    @Override
    public DescribeEndpointConfigResponse describeEndpointConfig(DescribeEndpointConfigRequest request) {
        CreateEndpointConfigRequest found = configs.get(request.endpointConfigName());
        if (found == null) {
            throw invalid("Could not find endpoint configuration \"" + configArn(request.endpointConfigName()) + "\".");
        }
        return DescribeEndpointConfigResponse.builder()
                .endpointConfigArn(configArn(request.endpointConfigName()))
                .productionVariants(found.productionVariants())
                .build();
    }

    @Override
    public CreateEndpointConfigResponse createEndpointConfig(CreateEndpointConfigRequest request) {
        refuse("CreateEndpointConfig");
        calls.add("CreateEndpointConfig");
        configs.put(request.endpointConfigName(), request);
        put(configArn(request.endpointConfigName()), request.tags());
        return CreateEndpointConfigResponse.builder()
                .endpointConfigArn(configArn(request.endpointConfigName()))
                .build();
    }

    @Override
    public DescribeEndpointResponse describeEndpoint(DescribeEndpointRequest request) {
        refuse("DescribeEndpoint");
        if (denied) {
            throw error("AccessDeniedException", 400, "not authorized to perform: sagemaker:DescribeEndpoint");
        }
        if (!endpointExists) {
            throw invalid("Could not find endpoint \"" + ARN + "endpoint/" + request.endpointName() + "\".");
        }
        return DescribeEndpointResponse.builder()
                .endpointName(request.endpointName())
                .endpointArn(ARN + "endpoint/" + request.endpointName())
                .endpointConfigName(config)
                .endpointStatus(status)
                .failureReason(failureReason)
                .lastModifiedTime(modified)
                .build();
    }

    @Override
    public CreateEndpointResponse createEndpoint(CreateEndpointRequest request) {
        refuse("CreateEndpoint");
        refuse();
        calls.add("CreateEndpoint");
        modify();
        endpointExists = true;
        config = request.endpointConfigName();
        status = EndpointStatus.CREATING;
        return CreateEndpointResponse.builder().build();
    }

    @Override
    public UpdateEndpointResponse updateEndpoint(UpdateEndpointRequest request) {
        refuse("UpdateEndpoint");
        refuse();
        if (status != EndpointStatus.IN_SERVICE) {
            throw invalid("Cannot update in-progress endpoint.");
        }
        calls.add("UpdateEndpoint");
        modify();
        pending = request.endpointConfigName();
        status = EndpointStatus.UPDATING;
        return UpdateEndpointResponse.builder().build();
    }

    @Override
    public DeleteEndpointResponse deleteEndpoint(DeleteEndpointRequest request) {
        calls.add("DeleteEndpoint");
        endpointExists = false;
        return DeleteEndpointResponse.builder().build();
    }

    @Override
    public AddTagsResponse addTags(AddTagsRequest request) {
        refuse("AddTags");
        put(request.resourceArn(), request.tags());
        return AddTagsResponse.builder().build();
    }

    @Override
    public ListTagsResponse listTags(ListTagsRequest request) {
        refuse("ListTags");
        return ListTagsResponse.builder()
                .tags(tags.getOrDefault(request.resourceArn(), Map.of()).entrySet().stream()
                        .map(tag -> Tag.builder()
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .build())
                        .toList())
                .build();
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

    CreateModelRequest model(String name) {
        return Objects.requireNonNull(models.get(name), name);
    }

    CreateEndpointConfigRequest endpointConfig(String name) {
        return Objects.requireNonNull(configs.get(name), name);
    }

    Map<String, String> tagsOfConfig(String name) {
        return tags.getOrDefault(configArn(name), Map.of());
    }

    static SageMakerException invalid(String message) {
        return error("ValidationException", 400, message);
    }

    static SageMakerException error(String code, int status, String message) {
        return (SageMakerException) SageMakerException.builder()
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(message)
                        .serviceName("SageMaker")
                        .build())
                .statusCode(status)
                .message(message)
                .build();
    }

    private void modify() {
        modified = modified.plusSeconds(1);
    }

    private void refuse(String operation) {
        RuntimeException refused = refusals.remove(operation);
        if (refused != null) {
            throw refused;
        }
    }

    private void refuse() {
        if (!refusal.isEmpty()) {
            String message = refusal;
            refusal = "";
            throw invalid(message);
        }
    }

    private void put(String arn, List<Tag> added) {
        Map<String, String> all = tags.computeIfAbsent(arn, key -> new LinkedHashMap<>());
        added.forEach(tag -> all.put(tag.key(), tag.value()));
    }

    private static String configArn(String name) {
        return ARN + "endpoint-config/" + name;
    }
}
