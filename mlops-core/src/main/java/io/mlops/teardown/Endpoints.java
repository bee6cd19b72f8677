package io.mlops.teardown;

import io.mlops.apply.Missing;
import io.mlops.apply.TaggedArn;
import io.mlops.apply.Waiting;
import io.mlops.aws.AwsClients;
import io.mlops.contract.TagKeys;
import io.mlops.spec.Names;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;

/** Endpoints, endpoint configs and models that the pipeline made at run time. */
final class Endpoints {
    private static final String SAGEMAKER = "sagemaker";
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    /** DeleteEndpoint refuses an endpoint that is being changed. */
    private static final Set<EndpointStatus> CHANGING = Set.of(
            EndpointStatus.CREATING,
            EndpointStatus.UPDATING,
            EndpointStatus.SYSTEM_UPDATING,
            EndpointStatus.ROLLING_BACK);

    private final AwsClients aws;
    private final Names names;
    private final Waiting waiting;

    Endpoints(AwsClients aws, Names names, Waiting waiting) {
        this.aws = aws;
        this.names = names;
        this.waiting = waiting;
    }

    static boolean isOne(TaggedArn arn) {
        return arn.is(SAGEMAKER, "endpoint") || arn.is(SAGEMAKER, "endpoint-config") || arn.is(SAGEMAKER, "model");
    }

    /**
     * Follows a described endpoint to its config and models, in case the tagging API, which lags, does not list them yet.
     * What does not carry the pipeline's tag is a stranger's.
     */
    List<TaggedArn> behind(String endpoint) {
        SageMakerClient sageMaker = aws.sageMaker();
        List<TaggedArn> found = new ArrayList<>();
        Optional<DescribeEndpointResponse> described =
                Missing.orValue(() -> sageMaker.describeEndpoint(request -> request.endpointName(endpoint)));
        described.ifPresent(present -> {
            found.add(TaggedArn.parse(present.endpointArn()));
            Missing.orValue(() -> sageMaker.describeEndpointConfig(
                            request -> request.endpointConfigName(present.endpointConfigName())))
                    .ifPresent(config -> {
                        found.add(TaggedArn.parse(config.endpointConfigArn()));
                        config.productionVariants()
                                .forEach(variant -> Missing.orValue(() -> sageMaker.describeModel(
                                                request -> request.modelName(variant.modelName())))
                                        .ifPresent(model -> found.add(TaggedArn.parse(model.modelArn()))));
                    });
        });
        return found.stream().filter(this::isOurs).toList();
    }

    private boolean isOurs(TaggedArn arn) {
        return Missing.orValue(() -> aws.sageMaker()
                        .listTags(request -> request.resourceArn(arn.arn()))
                        .tags())
                .orElse(List.of())
                .stream()
                .anyMatch(
                        tag -> tag.key().equals(TagKeys.PIPELINE) && tag.value().equals(names.pipeline()));
    }

    boolean exists(TaggedArn arn) {
        SageMakerClient sageMaker = aws.sageMaker();
        return switch (arn.type()) {
            case "endpoint" -> status(arn.name()).isPresent();
            case "endpoint-config" ->
                Missing.orValue(() ->
                                sageMaker.describeEndpointConfig(request -> request.endpointConfigName(arn.name())))
                        .isPresent();
            default ->
                Missing.orValue(() -> sageMaker.describeModel(request -> request.modelName(arn.name())))
                        .isPresent();
        };
    }

    void delete(TaggedArn arn) {
        SageMakerClient sageMaker = aws.sageMaker();
        switch (arn.type()) {
            case "endpoint" -> deleteEndpoint(arn.name());
            case "endpoint-config" ->
                Missing.tolerated(
                        () -> sageMaker.deleteEndpointConfig(request -> request.endpointConfigName(arn.name())));
            default -> Missing.tolerated(() -> sageMaker.deleteModel(request -> request.modelName(arn.name())));
        }
    }

    private void deleteEndpoint(String name) {
        waiting.until(PATIENCE, () -> status(name).filter(CHANGING::contains).isEmpty());
        Missing.tolerated(() -> aws.sageMaker().deleteEndpoint(request -> request.endpointName(name)));
        waiting.until(PATIENCE, () -> status(name).isEmpty());
    }

    private Optional<EndpointStatus> status(String name) {
        return Missing.orValue(() -> aws.sageMaker()
                .describeEndpoint(request -> request.endpointName(name))
                .endpointStatus());
    }
}
