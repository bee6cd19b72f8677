package io.mlops.modeltest.endpoint;

import io.mlops.contract.TagKeys;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.EndpointConfigSummary;
import software.amazon.awssdk.services.sagemaker.model.EndpointSummary;
import software.amazon.awssdk.services.sagemaker.model.ModelSummary;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;

/** Deletes what a killed run left: endpoints, configs and models with our prefix and our execution's tag, no others. */
public final class Reaper {
    private final SageMakerClient sageMaker;
    private final EndpointDeletion deletion;
    private final String prefix;
    private final String execution;

    /**
     * Prepares a reaper.
     *
     * @param sageMaker SageMaker
     * @param polling how often to look
     * @param out takes progress
     * @param endpointPrefix what the names start with
     * @param execution the pipeline execution whose leftovers are deleted
     */
    public Reaper(
            SageMakerClient sageMaker, Polling polling, PrintStream out, String endpointPrefix, String execution) {
        this.sageMaker = sageMaker;
        this.deletion = new EndpointDeletion(sageMaker, polling, out, Duration.ZERO);
        this.prefix = endpointPrefix + "-";
        this.execution = execution;
    }

    /**
     * What came of it.
     *
     * @param found how many resources were found
     * @param deleted how many of them were deleted
     */
    public record Harvest(int found, int deleted) {}

    /**
     * Finds and deletes the leftovers.
     *
     * @return how many there were, and how many are gone
     */
    public Harvest reap() {
        List<String> endpoints =
                sageMaker.listEndpointsPaginator(list -> list.nameContains(prefix)).endpoints().stream()
                        .filter(endpoint -> ours(endpoint.endpointName(), endpoint.endpointArn()))
                        .map(EndpointSummary::endpointName)
                        .toList();
        List<String> inUse = endpoints.stream()
                .filter(endpoint -> !deletion.deleteEndpoint(endpoint))
                .toList();
        List<String> configs =
                sageMaker.listEndpointConfigsPaginator(list -> list.nameContains(prefix)).endpointConfigs().stream()
                        .filter(config -> ours(config.endpointConfigName(), config.endpointConfigArn()))
                        .map(EndpointConfigSummary::endpointConfigName)
                        .toList();
        int deleted = endpoints.size() - inUse.size() + count(configs, inUse, deletion::deleteEndpointConfig);
        List<String> models = sageMaker.listModelsPaginator(list -> list.nameContains(prefix)).models().stream()
                .filter(model -> ours(model.modelName(), model.modelArn()))
                .map(ModelSummary::modelName)
                .toList();
        deleted += count(models, inUse, deletion::deleteModel);
        return new Harvest(endpoints.size() + configs.size() + models.size(), deleted);
    }

    private boolean ours(String name, String arn) {
        if (!name.startsWith(prefix)) {
            return false;
        }
        try {
            return sageMaker.listTagsPaginator(list -> list.resourceArn(arn)).tags().stream()
                    .anyMatch(tag ->
                            tag.key().equals(TagKeys.EXECUTION) && tag.value().equals(execution));
        } catch (SageMakerException e) {
            if (SageMakerErrors.notFound(e)) {
                return false;
            }
            throw e;
        }
    }

    private static int count(List<String> names, List<String> inUse, Predicate<String> deletion) {
        return (int) names.stream()
                .filter(name -> !inUse.contains(name))
                .filter(deletion)
                .count();
    }
}
