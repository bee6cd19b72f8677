package io.mlops.local.sagemaker;

import io.mlops.local.account.Scope;
import io.mlops.local.call.Call;
import io.mlops.local.call.Cloud;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import software.amazon.awssdk.services.sagemaker.model.*;

/** The servers of an endpoint config's variants, with the shares of traffic that they get. */
final class Fleet {
    private final Cloud cloud;
    private final DescribeEndpointConfigResponse config;
    private final Instant created;
    private final List<VariantServer> servers = new ArrayList<>();
    private final Map<String, Float> weights = new LinkedHashMap<>();
    private final Map<String, Integer> counts = new LinkedHashMap<>();

    Fleet(Call call, Scope scope, String endpoint, DescribeEndpointConfigResponse config) {
        this.cloud = call.cloud();
        this.config = config;
        this.created = call.now();
        Models models = Models.of(cloud, scope);
        for (ProductionVariant variant : config.productionVariants()) {
            servers.add(new VariantServer(cloud, scope, endpoint, variant, models.container(variant.modelName())));
            weights.put(variant.variantName(), variant.initialVariantWeight());
            counts.put(variant.variantName(), variant.initialInstanceCount());
        }
    }

    DescribeEndpointConfigResponse config() {
        return config;
    }

    /** Starts every server, and tells once: nothing when all are healthy, the first reason when one failed. */
    void start(Path parent, Consumer<Optional<String>> outcome) {
        AtomicInteger missing = new AtomicInteger(servers.size());
        for (VariantServer server : servers) {
            server.start(parent, failure -> {
                if (failure.isPresent()) {
                    if (missing.getAndSet(Integer.MIN_VALUE) > 0) {
                        outcome.accept(failure);
                    }
                } else if (missing.decrementAndGet() == 0) {
                    outcome.accept(Optional.empty());
                }
            });
        }
    }

    /** Takes the shares and counts of another fleet's variants of the same names. */
    void retain(Fleet other, boolean theirWeights, boolean theirCounts) {
        Map<String, Float> otherWeights = other.weights();
        Map<String, Integer> otherCounts = other.counts();
        synchronized (this) {
            if (theirWeights) {
                weights.replaceAll((name, weight) -> otherWeights.getOrDefault(name, weight));
            }
            if (theirCounts) {
                counts.replaceAll((name, count) -> otherCounts.getOrDefault(name, count));
            }
        }
    }

    private synchronized Map<String, Float> weights() {
        return Map.copyOf(weights);
    }

    private synchronized Map<String, Integer> counts() {
        return Map.copyOf(counts);
    }

    synchronized void adjust(DesiredWeightAndCapacity desired) {
        if (desired.desiredWeight() != null) {
            weights.put(desired.variantName(), desired.desiredWeight());
        }
        if (desired.desiredInstanceCount() != null) {
            counts.put(desired.variantName(), desired.desiredInstanceCount());
        }
    }

    Optional<VariantServer> server(String variant) {
        return servers.stream()
                .filter(server -> server.variant().variantName().equals(variant))
                .findFirst();
    }

    /**
     * Chooses a server by the variants' shares.
     *
     * @param share from 0, inclusive, to 1, exclusive
     */
    synchronized VariantServer choose(double share) {
        double all = weights.values().stream().mapToDouble(Float::doubleValue).sum();
        double left = share * all;
        for (VariantServer server : servers) {
            left -= weights.getOrDefault(server.variant().variantName(), 0f);
            if (left < 0) {
                return server;
            }
        }
        return servers.get(servers.size() - 1);
    }

    synchronized List<ProductionVariantSummary> summaries() {
        return servers.stream()
                .map(server -> ProductionVariantSummary.builder()
                        .variantName(server.variant().variantName())
                        .deployedImages(DeployedImage.builder()
                                .specifiedImage(server.container().image())
                                .resolvedImage(server.container().image())
                                .resolutionTime(created)
                                .build())
                        .currentWeight(weights.get(server.variant().variantName()))
                        .desiredWeight(weights.get(server.variant().variantName()))
                        .currentInstanceCount(counts.get(server.variant().variantName()))
                        .desiredInstanceCount(counts.get(server.variant().variantName()))
                        .routingConfig(server.variant().routingConfig())
                        .build())
                .toList();
    }

    /** Stops every server; completes when all have ended. */
    CompletableFuture<Void> stop() {
        return CompletableFuture.allOf(servers.stream().map(VariantServer::stop).toArray(CompletableFuture[]::new));
    }
}
