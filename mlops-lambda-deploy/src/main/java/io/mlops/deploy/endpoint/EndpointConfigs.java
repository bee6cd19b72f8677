package io.mlops.deploy.endpoint;

import io.mlops.contract.DeploySettings;
import io.mlops.contract.DeploySettings.DataCapture;
import io.mlops.contract.DeploySettings.Serverless;
import io.mlops.deploy.artifact.Release;
import io.mlops.deploy.job.JobFailedException;
import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.model.FailureType;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.CaptureContentTypeHeader;
import software.amazon.awssdk.services.sagemaker.model.CaptureOption;
import software.amazon.awssdk.services.sagemaker.model.CreateEndpointConfigRequest;
import software.amazon.awssdk.services.sagemaker.model.DataCaptureConfig;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointConfigResponse;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariant;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;

/** A release's endpoint config, described before it is created. */
final class EndpointConfigs {
    private final SageMakerClient sageMaker;

    EndpointConfigs(SageMakerClient sageMaker) {
        this.sageMaker = sageMaker;
    }

    /**
     * Makes the config where it is missing; its model has its name.
     *
     * @return the config's ARN
     */
    String ensure(Release release, String name) {
        Optional<DescribeEndpointConfigResponse> found = describe(name);
        if (found.isPresent()) {
            return requireOurs(found.get(), name);
        }
        try {
            return sageMaker.createEndpointConfig(request(release, name)).endpointConfigArn();
        } catch (SageMakerException e) {
            if (SageMakerErrors.exists(e)) {
                return requireOurs(describe(name).orElseThrow(() -> e), name);
            }
            throw e;
        }
    }

    Optional<DescribeEndpointConfigResponse> describe(String name) {
        try {
            return Optional.of(sageMaker.describeEndpointConfig(describe -> describe.endpointConfigName(name)));
        } catch (SageMakerException e) {
            if (SageMakerErrors.notFound(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static CreateEndpointConfigRequest request(Release release, String name) {
        DeploySettings settings = release.settings();
        CreateEndpointConfigRequest.Builder request = CreateEndpointConfigRequest.builder()
                .endpointConfigName(name)
                .productionVariants(settings.variants().stream()
                        .map(variant -> variant(variant, name))
                        .toList())
                .kmsKeyId(settings.volumeKmsKeyId())
                .tags(ReleaseTags.sageMaker(ReleaseTags.of(release)));
        DataCapture capture = settings.dataCapture();
        return capture == null
                ? request.build()
                : request.dataCaptureConfig(capture(capture)).build();
    }

    private static ProductionVariant variant(DeploySettings.Variant variant, String modelName) {
        ProductionVariant.Builder made = ProductionVariant.builder()
                .variantName(variant.name())
                .modelName(modelName)
                .initialVariantWeight((float) variant.initialVariantWeight())
                .modelDataDownloadTimeoutInSeconds(variant.modelDataDownloadTimeoutInSeconds())
                .containerStartupHealthCheckTimeoutInSeconds(variant.containerStartupHealthCheckTimeoutInSeconds());
        Serverless serverless = variant.serverless();
        return serverless == null
                ? made.instanceType(variant.instanceType())
                        .initialInstanceCount(variant.initialInstanceCount())
                        .build()
                : made.serverlessConfig(config -> config.memorySizeInMB(serverless.memorySizeInMB())
                                .maxConcurrency(serverless.maxConcurrency())
                                .provisionedConcurrency(serverless.provisionedConcurrency()))
                        .build();
    }

    private static DataCaptureConfig capture(DataCapture capture) {
        DataCaptureConfig.Builder config = DataCaptureConfig.builder()
                .enableCapture(true)
                .initialSamplingPercentage(capture.initialSamplingPercentage())
                .destinationS3Uri(capture.destinationS3Uri())
                .captureOptions(capture.captureModes().stream()
                        .map(mode -> CaptureOption.builder().captureMode(mode).build())
                        .toList())
                .kmsKeyId(capture.kmsKeyId());
        CaptureContentTypeHeader.Builder header = CaptureContentTypeHeader.builder();
        // SageMaker refuses a list that is given and empty.
        if (!capture.csvContentTypes().isEmpty()) {
            header.csvContentTypes(capture.csvContentTypes());
        }
        if (!capture.jsonContentTypes().isEmpty()) {
            header.jsonContentTypes(capture.jsonContentTypes());
        }
        return capture.csvContentTypes().isEmpty() && capture.jsonContentTypes().isEmpty()
                ? config.build()
                : config.captureContentTypeHeader(header.build()).build();
    }

    private static String requireOurs(DescribeEndpointConfigResponse config, String name) {
        if (!config.productionVariants().stream().allMatch(variant -> name.equals(variant.modelName()))) {
            throw new JobFailedException(
                    FailureType.CONFIGURATION_ERROR,
                    "endpoint config " + name + " exists and serves another model; delete it and retry the stage");
        }
        return config.endpointConfigArn();
    }
}
