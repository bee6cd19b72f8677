package io.mlops.deploy.endpoint;

import io.mlops.contract.TagKeys;
import io.mlops.deploy.report.StepLog;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;
import software.amazon.awssdk.services.sagemaker.model.EndpointSummary;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;

/**
 * Finds and deletes one pipeline's expired test endpoints, and expired configs and models whose endpoint is gone. What lacks
 * the pipeline's tag or an expiry is never touched.
 */
public final class ExpiredEndpoints {
    private final SageMakerClient sageMaker;
    private final String pipeline;
    private final String prefix;
    private final Instant now;
    private final StepLog log;
    private final List<String> deleted = new ArrayList<>();
    private final List<String> left = new ArrayList<>();

    /**
     * Prepares a look.
     *
     * @param sageMaker SageMaker
     * @param pipeline the pipeline's name, which the tag must name
     * @param prefix what the names start with, before a dash
     * @param now the time
     * @param log takes the steps
     */
    public ExpiredEndpoints(SageMakerClient sageMaker, String pipeline, String prefix, Instant now, StepLog log) {
        this.sageMaker = sageMaker;
        this.pipeline = pipeline;
        this.prefix = prefix + "-";
        this.now = now;
        this.log = log;
    }

    /**
     * Deletes what has expired.
     *
     * @return what was deleted, in one sentence
     * @throws IllegalStateException if something could not be deleted, after all else was
     */
    public String delete() {
        List<EndpointSummary> endpoints =
                sageMaker.listEndpointsPaginator(list -> list.nameContains(prefix)).endpoints().stream()
                        .filter(endpoint -> endpoint.endpointName().startsWith(prefix))
                        .toList();
        // A config goes when its endpoint, which has its name, is gone: in this look or a later one.
        Set<String> there =
                endpoints.stream().map(EndpointSummary::endpointName).collect(Collectors.toSet());
        for (EndpointSummary endpoint : endpoints) {
            if (endpoint.endpointStatus() != EndpointStatus.DELETING) {
                String name = endpoint.endpointName();
                delete(
                        "endpoint " + name,
                        endpoint.endpointArn(),
                        () -> sageMaker.deleteEndpoint(delete -> delete.endpointName(name)));
            }
        }
        sageMaker.listEndpointConfigsPaginator(list -> list.nameContains(prefix)).endpointConfigs().stream()
                .filter(config -> isAlone(config.endpointConfigName(), there))
                .toList()
                .forEach(config -> delete(
                        "endpoint config " + config.endpointConfigName(),
                        config.endpointConfigArn(),
                        () -> sageMaker.deleteEndpointConfig(
                                delete -> delete.endpointConfigName(config.endpointConfigName()))));
        sageMaker.listModelsPaginator(list -> list.nameContains(prefix)).models().stream()
                .filter(model -> isAlone(model.modelName(), there))
                .toList()
                .forEach(model -> delete(
                        "model " + model.modelName(),
                        model.modelArn(),
                        () -> sageMaker.deleteModel(delete -> delete.modelName(model.modelName()))));
        if (!left.isEmpty()) {
            throw new IllegalStateException("not deleted: " + String.join(", ", left) + "; " + sentence());
        }
        return sentence();
    }

    private boolean isAlone(String name, Set<String> endpoints) {
        return name.startsWith(prefix) && !endpoints.contains(name);
    }

    private String sentence() {
        return deleted.isEmpty() ? "nothing had expired" : "deleted " + String.join(", ", deleted);
    }

    private void delete(String what, String arn, Runnable deletion) {
        try {
            if (isExpired(ReleaseTags.read(sageMaker, arn))) {
                deletion.run();
                deleted.add(what);
            }
        } catch (SageMakerException e) {
            if (!SageMakerErrors.notFound(e)) {
                keep(what, e);
            }
        } catch (SdkException e) {
            keep(what, e);
        }
    }

    private void keep(String what, SdkException e) {
        log.warn("reap", what + " could not be deleted: " + e.getMessage());
        left.add(what);
    }

    private boolean isExpired(Map<String, String> tags) {
        if (!pipeline.equals(tags.get(TagKeys.PIPELINE))) {
            return false;
        }
        String expires = tags.getOrDefault(TagKeys.EXPIRES, "");
        try {
            return !expires.isEmpty() && Instant.parse(expires).isBefore(now);
        } catch (DateTimeParseException e) {
            log.warn("reap", "a tag " + TagKeys.EXPIRES + " is no time: " + expires);
            return false;
        }
    }
}
