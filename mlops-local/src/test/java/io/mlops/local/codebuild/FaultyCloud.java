package io.mlops.local.codebuild;

import io.mlops.local.account.Caller;
import io.mlops.local.account.Credentials;
import io.mlops.local.account.Ids;
import io.mlops.local.account.Stores;
import io.mlops.local.account.SystemScheduler;
import io.mlops.local.call.CallChain;
import io.mlops.local.call.Cloud;
import io.mlops.local.call.ModelConstraints;
import io.mlops.local.call.Service;
import io.mlops.local.call.ServiceCatalog;
import io.mlops.local.call.Settings;
import io.mlops.local.codepipeline.LocalCodePipeline;
import io.mlops.local.facts.Facts;
import io.mlops.local.iam.AskedPermissions;
import io.mlops.local.iam.LocalIam;
import io.mlops.local.logs.LocalLogs;
import io.mlops.local.process.Children;
import io.mlops.local.s3.LocalS3;
import io.mlops.local.sagemaker.LocalSageMaker;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.GetParametersRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;

/** Services without a wire whose operations meet faults of the emulator's own, and what is logged of them. */
public final class FaultyCloud implements AutoCloseable {
    /** An image for which {@code bash -c} and a script stand. */
    public static final String IMAGE = "image:1";

    private static final Caller ROOT =
            new Caller("123456789012", "arn:aws:iam::123456789012:root", "123456789012", "AKIAROOT", Optional.empty());

    private final SystemScheduler scheduler = new SystemScheduler(Clock.systemUTC());
    private final Map<String, Runnable> faults = new ConcurrentHashMap<>();
    private final BlockingQueue<InvokeRequest> invocations = new LinkedBlockingQueue<>();
    private final PrintStream standardError = System.err;
    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    private final Children children;
    private final Cloud cloud;

    /**
     * Starts.
     *
     * @param directory where all is written
     * @param script what stands for the image
     */
    public FaultyCloud(Path directory, String script) {
        System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
        children = new Children(directory.resolve("supervisor"));
        cloud = new Cloud(
                new Settings(
                        directory,
                        URI.create("http://127.0.0.1:9"),
                        Map.of(IMAGE, List.of("bash", "-c", script)),
                        Duration.ofMillis(5)),
                scheduler,
                new Ids(new Random(7)),
                new Credentials(),
                new Stores(),
                children,
                new ServiceCatalog(services()),
                new CallChain(
                        new AskedPermissions(),
                        (call, operation) ->
                                faults.getOrDefault(operation.name(), () -> {}).run(),
                        new ModelConstraints(Facts.load()),
                        (call, operation, input, authorizations, outcome) -> {}));
    }

    private List<Service<?>> services() {
        return List.of(
                new Service<>(
                        "codebuild", "codebuild", CodeBuildClient.class, LocalCodeBuild.class, LocalCodeBuild::new),
                new Service<>(
                        "codepipeline",
                        "codepipeline",
                        CodePipelineClient.class,
                        LocalCodePipeline.class,
                        LocalCodePipeline::new),
                new Service<>("iam", "iam", IamClient.class, LocalIam.class, LocalIam::new),
                new Service<>(
                        "lambda", "lambda", LambdaClient.class, Functions.class, call -> new Functions(invocations)),
                new Service<>("logs", "logs", CloudWatchLogsClient.class, LocalLogs.class, LocalLogs::new),
                new Service<>("s3", "s3", S3Client.class, LocalS3.class, LocalS3::new),
                new Service<>("ssm", "ssm", SsmClient.class, Parameters.class, call -> new Parameters()),
                new Service<>(
                        "sagemaker", "sagemaker", SageMakerClient.class, LocalSageMaker.class, LocalSageMaker::new));
    }

    /** A client of the account's root. */
    public <C> C client(Class<C> type) {
        return cloud.client(type, ROOT, "eu-west-1");
    }

    /** The invocations that functions were sent. */
    public BlockingQueue<InvokeRequest> invocations() {
        return invocations;
    }

    /** Has an operation end in an error from now on. */
    public void breaks(String operation) {
        faults.put(operation, () -> {
            throw new NoClassDefFoundError(operation);
        });
    }

    /** Has an operation fall into the emulator's end from now on. */
    public void ends(String operation) {
        faults.put(operation, () -> {
            scheduler.close();
            throw new IllegalStateException("closed: " + operation);
        });
    }

    /** What was logged from INFO on. */
    public String logged() {
        return logged.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        scheduler.close();
        children.close();
        System.setErr(standardError);
    }

    /** A Parameter Store that holds {@code /secret} alone. */
    public static final class Parameters implements SsmClient {
        @Override
        public GetParametersResponse getParameters(GetParametersRequest request) {
            return request.names().contains("/secret")
                    ? GetParametersResponse.builder()
                            .parameters(Parameter.builder()
                                    .name("/secret")
                                    .value("open sesame")
                                    .build())
                            .build()
                    : GetParametersResponse.builder()
                            .invalidParameters(request.names())
                            .build();
        }

        @Override
        public String serviceName() {
            return "ssm";
        }

        @Override
        public void close() {}
    }

    /** Functions of any name that do nothing with an event. */
    public static final class Functions implements LambdaClient {
        private final BlockingQueue<InvokeRequest> invocations;

        Functions(BlockingQueue<InvokeRequest> invocations) {
            this.invocations = invocations;
        }

        @Override
        public InvokeResponse invoke(InvokeRequest request) {
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
