package io.mlops.local;

import io.mlops.local.account.Caller;
import io.mlops.local.account.Credentials;
import io.mlops.local.account.Ids;
import io.mlops.local.account.Stores;
import io.mlops.local.call.Call;
import io.mlops.local.call.CallChain;
import io.mlops.local.call.Cloud;
import io.mlops.local.call.ModelConstraints;
import io.mlops.local.call.Service;
import io.mlops.local.call.ServiceCatalog;
import io.mlops.local.call.Settings;
import io.mlops.local.facts.Facts;
import io.mlops.local.iam.AskedPermissions;
import io.mlops.local.lambda.LocalLambda;
import io.mlops.local.process.Children;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** All services without a wire, with time that a test holds, and functions that only take their events. */
public final class HeldCloud implements AutoCloseable {
    private static final Caller ROOT =
            new Caller("123456789012", "arn:aws:iam::123456789012:root", "123456789012", "AKIAROOT", Optional.empty());

    private static final Duration LONGEST_END = Duration.ofSeconds(10);

    private final VirtualTime time = new VirtualTime(Duration.ofMillis(500));
    private final BlockingQueue<InvokeRequest> invocations = new LinkedBlockingQueue<>();
    private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();
    private final Children children;
    private final Cloud cloud;

    public HeldCloud(Path directory) {
        this(directory, Map.of());
    }

    /** A cloud whose functions run their handlers. */
    public static HeldCloud withFunctions(Path directory) {
        return new HeldCloud(
                directory,
                Map.of(),
                new Service<>("lambda", "lambda", LambdaClient.class, LocalLambda.class, LocalLambda::new));
    }

    /**
     * Starts with commands for images, and with services that stand for those of the same client.
     *
     * @param directory where all is written
     * @param images commands by image
     * @param own the services
     */
    public HeldCloud(Path directory, Map<String, List<String>> images, Service<?>... own) {
        children = new Children(directory.resolve("supervisor"));
        List<Service<?>> services = new ArrayList<>(LocalServices.all());
        services.add(new Service<>(
                "lambda", "lambda", LambdaClient.class, Functions.class, call -> new Functions(call, invocations)));
        services.removeIf(service -> service.implementation() == LocalLambda.class
                || Arrays.stream(own).anyMatch(other -> other.client() == service.client()));
        services.addAll(List.of(own));
        cloud = new Cloud(
                new Settings(directory, URI.create("http://127.0.0.1:9"), images, Duration.ofMillis(5)),
                time,
                new Ids(new Random(7)),
                new Credentials(),
                new Stores(),
                children,
                new ServiceCatalog(services),
                new CallChain(
                        new AskedPermissions(),
                        (call, operation) -> await(operation.name()),
                        new ModelConstraints(Facts.load()),
                        (call, operation, input, authorizations, outcome) -> {}));
    }

    /** Has calls of an operation, also those between services, wait from now on until the latch is counted down. */
    public CountDownLatch hold(String operation) {
        return held.computeIfAbsent(operation, name -> new CountDownLatch(1));
    }

    private void await(String operation) {
        CountDownLatch latch = held.get(operation);
        try {
            if (latch != null) {
                latch.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A client of the account's root. */
    public <C> C client(Class<C> type) {
        return cloud.client(type, ROOT, "eu-west-1");
    }

    /** A call of the account's root, for operations that stream. */
    public Call call() {
        return new Call(ROOT, "eu-west-1", "request-1", cloud);
    }

    public Cloud cloud() {
        return cloud;
    }

    public VirtualTime time() {
        return time;
    }

    /** The invocations that functions were sent. */
    public BlockingQueue<InvokeRequest> invocations() {
        return invocations;
    }

    public int processes() {
        return children.count();
    }

    @Override
    public void close() {
        held.values().forEach(CountDownLatch::countDown);
        time.close();
        children.close();
        time.real().awaitEnd(LONGEST_END);
    }

    /** Functions of any name, but for {@code nobody}; they do nothing with an event. */
    public static final class Functions implements LambdaClient {
        private final BlockingQueue<InvokeRequest> invocations;

        Functions(Call call, BlockingQueue<InvokeRequest> invocations) {
            this.invocations = invocations;
        }

        @Override
        public InvokeResponse invoke(InvokeRequest request) {
            if (request.functionName().equals("nobody")) {
                throw ResourceNotFoundException.builder()
                        .message("Function not found: nobody")
                        .build();
            }
            invocations.add(request);
            return InvokeResponse.builder().statusCode(202).build();
        }

        @Override
        public String serviceName() {
            return "lambda";
        }

        @Override
        public void close() {}
    }
}
