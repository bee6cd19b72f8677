package io.mlops.deploy.endpoint;

import io.mlops.contract.DeploySettings;
import io.mlops.contract.TagKeys;
import io.mlops.deploy.artifact.Release;
import io.mlops.deploy.job.ContinuationToken;
import io.mlops.deploy.job.JobFailedException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.model.FailureType;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.ContainerDefinition;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointConfigResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelResponse;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariant;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;
import software.amazon.awssdk.services.sagemaker.model.Tag;

/** A release's model and endpoint config, described before they are created, and the config's attempt tag. */
final class EndpointConfigs {
    /**
     * The attempt that last asked for the config, and when the endpoint had last been modified then: {@code <first job's
     * id>/<try>/<time>}. SageMaker's own time, so that no two clocks are compared.
     */
    static final String ATTEMPT = "mlops:attempt";

    private final SageMakerClient sageMaker;

    EndpointConfigs(SageMakerClient sageMaker) {
        this.sageMaker = sageMaker;
    }

    /**
     * Makes model and config where they are missing; both have the config's name.
     *
     * @return the config's ARN
     */
    String ensure(Release release) {
        String name = EndpointConfigName.of(release);
        List<Tag> tags = tags(release);
        ensureModel(release, name, tags);
        Optional<DescribeEndpointConfigResponse> found = describe(name);
        if (found.isPresent()) {
            return requireOurs(found.get(), name);
        }
        try {
            return sageMaker
                    .createEndpointConfig(create -> create.endpointConfigName(name)
                            .productionVariants(variants(release, name))
                            .tags(tags))
                    .endpointConfigArn();
        } catch (SageMakerException e) {
            if (SageMakerErrors.exists(e)) {
                return requireOurs(describe(name).orElseThrow(() -> e), name);
            }
            throw e;
        }
    }

    /**
     * Tells whether this attempt has already asked for the config, in this try or a later one, and the endpoint was
     * modified since.
     */
    boolean asked(String configArn, ContinuationToken token, String modified) {
        String start = token.attempt() + "/";
        return sageMaker.listTagsPaginator(list -> list.resourceArn(configArn)).tags().stream()
                .filter(tag -> tag.key().equals(ATTEMPT) && tag.value().startsWith(start))
                .map(tag -> tag.value().substring(start.length()).split("/", 2))
                .anyMatch(
                        parts -> tries(parts[0]) >= token.tries() && !(parts.length == 2 && parts[1].equals(modified)));
    }

    /** Notes on the config that this attempt asks for it now, so that a rollback will be known for one. */
    void tag(String configArn, String execution, ContinuationToken token, String modified) {
        sageMaker.addTags(add -> add.resourceArn(configArn)
                .tags(
                        tag(TagKeys.EXECUTION, execution),
                        tag(ATTEMPT, token.attempt() + "/" + token.tries() + "/" + modified)));
    }

    private void ensureModel(Release release, String name, List<Tag> tags) {
        String arn = release.modelPackageArn().toString();
        Optional<DescribeModelResponse> found = describeModel(name);
        if (found.isPresent()) {
            if (!holds(found.get(), arn)) {
                throw foreign("model", name);
            }
            return;
        }
        try {
            sageMaker.createModel(create -> create.modelName(name)
                    .executionRoleArn(release.settings().roleArn())
                    .containers(
                            ContainerDefinition.builder().modelPackageName(arn).build())
                    .tags(tags));
        } catch (SageMakerException e) {
            if (!SageMakerErrors.exists(e)) {
                throw e;
            }
        }
    }

    private static boolean holds(DescribeModelResponse model, String arn) {
        ContainerDefinition container =
                model.containers().size() == 1 ? model.containers().get(0) : model.primaryContainer();
        return container != null && arn.equals(container.modelPackageName());
    }

    private static String requireOurs(DescribeEndpointConfigResponse config, String name) {
        if (!config.productionVariants().stream().allMatch(variant -> name.equals(variant.modelName()))) {
            throw foreign("endpoint config", name);
        }
        return config.endpointConfigArn();
    }

    private static JobFailedException foreign(String kind, String name) {
        return new JobFailedException(
                FailureType.CONFIGURATION_ERROR,
                kind + " " + name + " exists and serves another model; delete it and retry the stage");
    }

    private Optional<DescribeModelResponse> describeModel(String name) {
        try {
            return Optional.of(sageMaker.describeModel(describe -> describe.modelName(name)));
        } catch (SageMakerException e) {
            if (SageMakerErrors.notFound(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Optional<DescribeEndpointConfigResponse> describe(String name) {
        try {
            return Optional.of(sageMaker.describeEndpointConfig(describe -> describe.endpointConfigName(name)));
        } catch (SageMakerException e) {
            if (SageMakerErrors.notFound(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static List<ProductionVariant> variants(Release release, String modelName) {
        return release.settings().variants().stream()
                .map(variant -> variant(variant, modelName))
                .toList();
    }

    private static ProductionVariant variant(DeploySettings.Variant variant, String modelName) {
        return ProductionVariant.builder()
                .variantName(variant.name())
                .modelName(modelName)
                .instanceType(variant.instanceType())
                .initialInstanceCount(variant.initialInstanceCount())
                .initialVariantWeight(1f)
                .build();
    }

    static List<Tag> tags(Release release) {
        Map<String, String> tags = new LinkedHashMap<>(release.settings().tags());
        tags.put(TagKeys.EXECUTION, release.execution());
        tags.put(TagKeys.STAGE, release.settings().stage());
        return tags.entrySet().stream()
                .map(tag -> tag(tag.getKey(), tag.getValue()))
                .toList();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private static int tries(String text) {
        return text.matches("\\d{1,6}") ? Integer.parseInt(text) : -1;
    }
}
