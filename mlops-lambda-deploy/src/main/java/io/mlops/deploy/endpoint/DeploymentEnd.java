package io.mlops.deploy.endpoint;

import io.mlops.deploy.artifact.Release;
import io.mlops.deploy.job.JobResult;
import io.mlops.deploy.report.StepLog;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointConfigResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointResponse;

/**
 * What is done when the release is in service: its image is the tested one, its scaling and tags are the settings', and what
 * is old is deleted.
 */
final class DeploymentEnd {
    private final SageMakerClient sageMaker;
    private final Models models;
    private final EndpointConfigs configs;
    private final Attempts attempts;
    private final VariantScaling scaling;
    private final Leftovers leftovers;

    DeploymentEnd(
            SageMakerClient sageMaker,
            Models models,
            EndpointConfigs configs,
            Attempts attempts,
            VariantScaling scaling,
            Leftovers leftovers) {
        this.sageMaker = sageMaker;
        this.models = models;
        this.configs = configs;
        this.attempts = attempts;
        this.scaling = scaling;
        this.leftovers = leftovers;
    }

    JobResult succeeded(DescribeEndpointResponse endpoint, Release release, StepLog log) {
        TestedDigests.requireDeployed(release.results(), endpoint);
        Optional<DescribeEndpointConfigResponse> config = configs.describe(endpoint.endpointConfigName());
        Previous previous = previous(config);
        String scaled = scaling.ensure(release);
        tag(endpoint, release);
        String changes = ConfigChanges.between(
                        previous.config().isEmpty() ? Optional.empty() : configs.describe(previous.config()), config)
                + config.map(found -> ConfigChanges.kept(endpoint, found)).orElse("")
                + scaled;
        return EndpointAnswers.success(
                endpoint, release, previous, changes + cleanUp(release, endpoint, previous, log));
    }

    /** After a rollback the old fleet scales again, if the update had made way. */
    void restoreScaling(Release release, StepLog log) {
        try {
            scaling.ensure(release);
        } catch (SdkException e) {
            log.warn("scaling", "it could not be registered after the rollback: " + e.getMessage());
        }
    }

    private Previous previous(Optional<DescribeEndpointConfigResponse> config) {
        String name = config.flatMap(found -> attempts.previous(found.endpointConfigArn()))
                .orElse("");
        if (name.isEmpty()) {
            return new Previous("", Optional.empty());
        }
        Optional<String> arn = configs.describe(name).stream()
                .flatMap(found -> found.productionVariants().stream())
                .map(variant -> variant.modelName())
                .filter(model -> model != null)
                .findFirst()
                .flatMap(models::servedPackage);
        return new Previous(name, arn);
    }

    private void tag(DescribeEndpointResponse endpoint, Release release) {
        sageMaker.addTags(add ->
                add.resourceArn(endpoint.endpointArn()).tags(ReleaseTags.sageMaker(ReleaseTags.ofEndpoint(release))));
    }

    /** What cannot be deleted is no reason to call a deployment failed: the next one looks again. */
    private String cleanUp(Release release, DescribeEndpointResponse endpoint, Previous previous, StepLog log) {
        try {
            List<String> deleted =
                    leftovers.delete(release.settings(), endpoint.endpointConfigName(), previous.config());
            if (deleted.isEmpty()) {
                return "";
            }
            log.step("clean-up", "deleted " + deleted);
            return "; deleted old configs: " + String.join(", ", deleted);
        } catch (SdkException e) {
            log.warn("clean-up", "old configs stay until the next deployment: " + e.getMessage());
            return "; old configs stay until the next deployment: " + e.getMessage();
        }
    }
}
