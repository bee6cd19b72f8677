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
import java.util.concurrent.ConcurrentHashMap;
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
    private final Scope scope;
    private final String endpoint;
    private final Map<String, DataCapture> captures = new ConcurrentHashMap<>();
    private volatile Optional<DataCaptureConfig> captureConfig;

    Fleet(Call call, Scope scope, String endpoint, DescribeEndpointConfigResponse config) {
        this.cloud = call.cloud();
        this.scope = scope;
        this.endpoint = endpoint;
        this.config = config;
        this.captureConfig = Optional.ofNullable(config.dataCaptureConfig());
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

    /** Takes the shares and counts of another fleet's variants of the same names, but for what is excluded. */
    void retain(Fleet other, List<VariantPropertyType> excluded) {
        Map<String, Float> otherWeights = other.weights();
        Map<String, Integer> otherCounts = other.counts();
        if (!excluded.contains(VariantPropertyType.DATA_CAPTURE_CONFIG)) {
            captureConfig = other.captureConfig;
        }
        synchronized (this) {
            if (!excluded.contains(VariantPropertyType.DESIRED_WEIGHT)) {
                weights.replaceAll((name, weight) -> otherWeights.getOrDefault(name, weight));
            }
            if (!excluded.contains(VariantPropertyType.DESIRED_INSTANCE_COUNT)) {
                counts.replaceAll((name, count) -> otherCounts.getOrDefault(name, count));
            }
        }
    }

    /** Says what is captured, where something is. */
    Optional<DataCaptureConfigSummary> captureSummary() {
        return captureConfig.map(DataCapture::summary);
    }

    /** Gives what captures a server's data, where its config says so. */
    Optional<DataCapture> capture(VariantServer server) {
        return captureConfig
                .filter(DataCapture::isOn)
                .map(on -> captures.computeIfAbsent(
                        server.variant().variantName(),
                        variant -> new DataCapture(
                                cloud,
                                scope,
                                endpoint + "/" + variant,
                                server.container().role(),
                                on)));
    }

    /** Gives the instances of the variant that has the fewest. */
    synchronized int smallest() {
        return counts.values().stream().mapToInt(Integer::intValue).min().orElse(1);
    }

    /** Gives the execution role of the first variant's model. */
    ExecutionRole role() {
        return servers.get(0).container().role();
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

    /** Stops every server; completes when all have ended and what was captured is written. */
    CompletableFuture<Void> stop() {
        return CompletableFuture.allOf(servers.stream().map(VariantServer::stop).toArray(CompletableFuture[]::new))
                .thenRun(() -> captures.values().forEach(DataCapture::flush));
    }
}
