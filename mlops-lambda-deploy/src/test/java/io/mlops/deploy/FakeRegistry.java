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
import software.amazon.awssdk.services.sagemaker.model.*;
import software.amazon.awssdk.services.sagemaker.paginators.ListEndpointConfigsIterable;
import software.amazon.awssdk.services.sagemaker.paginators.ListModelsIterable;
import software.amazon.awssdk.services.sagemaker.paginators.ListTagsIterable;

/** SageMaker's packages, models and endpoint configs with their tags, in memory. */
abstract class FakeRegistry implements SageMakerClient {
    static final String ARN = "arn:aws:sagemaker:eu-west-1:123456789012:";

    final List<String> calls = new ArrayList<>();
    final Map<String, CreateModelRequest> models = new LinkedHashMap<>();
    final Map<String, CreateEndpointConfigRequest> configs = new LinkedHashMap<>();
    final Map<String, Map<String, String>> tags = new LinkedHashMap<>();
    final Map<String, Instant> made = new HashMap<>();
    final Map<String, String> metadata = new LinkedHashMap<>();
    ModelApprovalStatus approval = ModelApprovalStatus.APPROVED;
    ModelPackageStatus packageStatus = ModelPackageStatus.COMPLETED;
    /** Thrown once each, by the operation's name. */
    final Map<String, RuntimeException> refusals = new HashMap<>();
    /** What happens meanwhile. */
    Runnable onRefusal = () -> {};

    Runnable onTags = () -> {};

    private Instant clock = Instant.parse("2026-11-22T12:00:00.123Z");

    /** Each look at the clock is later than the one before. */
    Instant tick() {
        clock = clock.plusSeconds(1);
        return clock;
    }

    @Override
    public DescribeModelPackageResponse describeModelPackage(DescribeModelPackageRequest request) {
        refuse("DescribeModelPackage");
        return DescribeModelPackageResponse.builder()
                .modelPackageArn(request.modelPackageName())
                .modelPackageStatus(packageStatus)
                .modelApprovalStatus(approval)
                .customerMetadataProperties(metadata)
                .inferenceSpecification(i -> i.containers(ModelPackageContainerDefinition.builder()
                        .image("image:1")
                        .modelDataUrl("s3://models/" + request.modelPackageName() + "/model.tar.gz")
                        .environment(Map.of("A", "b"))
                        .build()))
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
                .modelArn(ARN + "model/" + request.modelName())
                .containers(model.containers())
                .build();
    }

    @Override
    public CreateModelResponse createModel(CreateModelRequest request) {
        refuse("CreateModel");
        if (models.containsKey(request.modelName())) {
            throw invalid("Cannot create already existing model \"" + request.modelName() + "\".");
        }
        calls.add("CreateModel");
        models.put(request.modelName(), request);
        put(ARN + "model/" + request.modelName(), request.tags());
        return CreateModelResponse.builder().build();
    }

    @Override
    public DeleteModelResponse deleteModel(DeleteModelRequest request) {
        refuse("DeleteModel");
        if (models.remove(request.modelName()) == null) {
            throw invalid("Could not find model \"" + request.modelName() + "\".");
        }
        calls.add("DeleteModel");
        tags.remove(ARN + "model/" + request.modelName());
        return DeleteModelResponse.builder().build();
    }

    @Override
    public ListModelsResponse listModels(ListModelsRequest request) {
        return ListModelsResponse.builder()
                .models(models.keySet().stream()
                        .filter(name -> name.contains(request.nameContains()))
                        .map(name -> ModelSummary.builder()
                                .modelName(name)
                                .modelArn(ARN + "model/" + name)
                                .creationTime(made.getOrDefault(ARN + "model/" + name, Instant.EPOCH))
                                .build())
                        .toList())
                .build();
    }

    @Override
    public ListModelsIterable listModelsPaginator(ListModelsRequest request) {
        return new ListModelsIterable(this, request);
    }

    @Override
    public DescribeEndpointConfigResponse describeEndpointConfig(DescribeEndpointConfigRequest request) {
        CreateEndpointConfigRequest found = configs.get(request.endpointConfigName());
        if (found == null) {
            throw invalid("Could not find endpoint configuration \"" + configArn(request.endpointConfigName()) + "\".");
        }
        return DescribeEndpointConfigResponse.builder()
                .endpointConfigName(request.endpointConfigName())
                .endpointConfigArn(configArn(request.endpointConfigName()))
                .productionVariants(found.productionVariants())
                .dataCaptureConfig(found.dataCaptureConfig())
                .kmsKeyId(found.kmsKeyId())
                .build();
    }

    @Override
    public CreateEndpointConfigResponse createEndpointConfig(CreateEndpointConfigRequest request) {
        refuse("CreateEndpointConfig");
        if (configs.containsKey(request.endpointConfigName())) {
            throw invalid("Cannot create already existing endpoint configuration.");
        }
        calls.add("CreateEndpointConfig");
        configs.put(request.endpointConfigName(), request);
        put(configArn(request.endpointConfigName()), request.tags());
        return CreateEndpointConfigResponse.builder()
                .endpointConfigArn(configArn(request.endpointConfigName()))
                .build();
    }

    @Override
    public DeleteEndpointConfigResponse deleteEndpointConfig(DeleteEndpointConfigRequest request) {
        refuse("DeleteEndpointConfig");
        if (configs.remove(request.endpointConfigName()) == null) {
            throw invalid("Could not find endpoint configuration.");
        }
        calls.add("DeleteEndpointConfig");
        tags.remove(configArn(request.endpointConfigName()));
        return DeleteEndpointConfigResponse.builder().build();
    }

    @Override
    public ListEndpointConfigsResponse listEndpointConfigs(ListEndpointConfigsRequest request) {
        refuse("ListEndpointConfigs");
        return ListEndpointConfigsResponse.builder()
                .endpointConfigs(configs.keySet().stream()
                        .filter(name -> name.contains(request.nameContains()))
                        .map(name -> EndpointConfigSummary.builder()
                                .endpointConfigName(name)
                                .endpointConfigArn(configArn(name))
                                .creationTime(made.getOrDefault(configArn(name), Instant.EPOCH))
                                .build())
                        .toList())
                .build();
    }

    @Override
    public ListEndpointConfigsIterable listEndpointConfigsPaginator(ListEndpointConfigsRequest request) {
        return new ListEndpointConfigsIterable(this, request);
    }

    @Override
    public AddTagsResponse addTags(AddTagsRequest request) {
        refuse("AddTags");
        onTags.run();
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

    void refuse(String operation) {
        RuntimeException refused = refusals.remove(operation);
        if (refused != null) {
            onRefusal.run();
            throw refused;
        }
    }

    void put(String arn, List<Tag> added) {
        made.putIfAbsent(arn, tick());
        Map<String, String> all = tags.computeIfAbsent(arn, key -> new LinkedHashMap<>());
        added.forEach(tag -> all.put(tag.key(), tag.value()));
    }

    static String configArn(String name) {
        return ARN + "endpoint-config/" + name;
    }
}
