package io.mlops.local.sagemaker;

import io.mlops.local.account.Credentials.AccessKey;
import io.mlops.local.account.Scope;
import io.mlops.local.call.Cloud;
import io.mlops.local.logs.LogWriter;
import io.mlops.local.process.Child;
import io.mlops.local.process.ChildCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariant;

/**
 * What starting a variant's server needs, made once for all its processes: the model on disk, the role's session, the
 * log.
 */
final class ServerStart {
    private static final Duration START_TIMEOUT = Duration.ofMinutes(4);

    private final Cloud cloud;
    private final Scope scope;
    private final String name;
    private final ProductionVariant variant;
    private final Container container;
    private final ContainerRoot root;
    private final AccessKey key;
    private final LogWriter log;

    /** A server's process, its port, and when it must have answered a ping. */
    record Started(Child child, ContainerPort port, Instant deadline) {}

    /**
     * Brings the model and opens the log.
     *
     * @throws ContainerFailure if the model cannot be had
     * @throws software.amazon.awssdk.awscore.exception.AwsServiceException if the role cannot be assumed
     */
    ServerStart(Cloud cloud, Scope scope, String endpoint, ProductionVariant variant, Container container, Path parent)
            throws ContainerFailure, IOException {
        this.cloud = cloud;
        this.scope = scope;
        this.name = "endpoint " + endpoint + " variant " + variant.variantName();
        this.variant = variant;
        this.container = container;
        this.root = ContainerRoot.numbered(parent);
        this.key = container.role().assume(cloud);
        ModelDownload.into(root, container, cloud, key, scope.region());
        String instance = cloud.ids().uuid().replace("-", "").substring(0, 17);
        this.log = LogWriter.open(
                cloud,
                key.caller(),
                scope.region(),
                "/aws/sagemaker/Endpoints/" + endpoint,
                variant.variantName() + "/i-" + instance);
    }

    LogWriter log() {
        return log;
    }

    /** Starts a process on a port that is free now. */
    Started launch() throws IOException {
        ContainerPort port = ContainerPort.free();
        Child child = cloud.children()
                .start(new ChildCommand(name, container.command(), root.directory(), environment(port)), log::line);
        Duration timeout = Optional.ofNullable(variant.containerStartupHealthCheckTimeoutInSeconds())
                .map(Duration::ofSeconds)
                .orElse(START_TIMEOUT);
        return new Started(child, port, cloud.scheduler().now().plus(timeout));
    }

    private Map<String, String> environment(ContainerPort port) throws IOException {
        Map<String, String> environment = ContainerEnvironment.of(
                cloud, root, scope.region(), key, container.isolated(), container.environment());
        int other = ContainerPort.free().number();
        environment.put("SAGEMAKER_BIND_TO_PORT", String.valueOf(port.number()));
        environment.put("SAGEMAKER_SAFE_PORT_RANGE", other + "-" + other);
        return environment;
    }
}
