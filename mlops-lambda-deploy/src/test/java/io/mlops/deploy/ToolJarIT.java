package io.mlops.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.contract.DeploySettings.Scaling;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;

/** The shaded jar alone, with every client that it has: what it leaves out is not missed. */
@Timeout(300)
class ToolJarIT {
    private static final Path JAR = Path.of("target/tool/META-INF/mlops/tools/mlops-lambda-deploy.jar");
    private static final String TOKEN = "{\"schema\":\"mlops.deploy-token/1\",\"startedAt\":\"2999-01-01T00:00:00Z\","
            + "\"attempt\":\"a\",\"tries\":0,\"phase\":\"CHANGING\"}";

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @Test
    void isAtMost32Megabytes() throws Exception {
        assertThat(Files.size(JAR)).isLessThanOrEqualTo(32_000_000);
    }

    @Test
    void deploysScalesAlarmsAndReadsLogs() throws Exception {
        PrintStream before = System.out;
        System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
        try (LocalWorld world = new LocalWorld(directory);
                URLClassLoader jar =
                        new URLClassLoader(new URL[] {JAR.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            settings(world).forEach(System::setProperty);
            Object handler = jar.loadClass("io.mlops.deploy.DeployHandler")
                    .getConstructor()
                    .newInstance();
            world.release(
                    world.register("one"),
                    Settings.with(
                            Settings.variant("AllTraffic", "ml.m5.large", 2, new Scaling(1, 4, 70, 300, 60)),
                            null,
                            null));
            invoke(jar, handler, world, "");
            assertThat(written.toString(StandardCharsets.UTF_8)).contains("CreateEndpoint");
            world.await(EndpointStatus.IN_SERVICE);
            invoke(jar, handler, world, "");
            assertThat(world.autoScaling
                            .describeScalingPolicies(r -> r.serviceNamespace("sagemaker"))
                            .scalingPolicies())
                    .hasSize(1);

            world.release(
                    world.register("two"),
                    Settings.with(Settings.variant("AllTraffic", "ml.m5.large", 2, null), null, Settings.CANARY));
            invoke(jar, handler, world, TOKEN);
            assertThat(written.toString(StandardCharsets.UTF_8))
                    .contains("the update was rolled back")
                    .contains("serving one");

            invoke(jar, handler, world, "");
            assertThat(world.endpoint().endpointStatus()).isEqualTo(EndpointStatus.UPDATING);
            assertThat(world.cloudWatch.describeAlarms(r -> {}).metricAlarms()).hasSize(1);
            assertReapHandlerStarts(jar);
        } finally {
            System.setOut(before);
            List.of("aws.endpointUrl", "aws.region", "aws.accessKeyId", "aws.secretAccessKey")
                    .forEach(System::clearProperty);
        }
        assertThat(written.toString(StandardCharsets.UTF_8)).doesNotContain("NoClassDefFoundError");
    }

    private static void assertReapHandlerStarts(ClassLoader jar) throws ReflectiveOperationException {
        Class<?> event = jar.loadClass("com.amazonaws.services.lambda.runtime.events.ScheduledEvent");
        Class<?> context = jar.loadClass("com.amazonaws.services.lambda.runtime.Context");
        Class<?> type = jar.loadClass("io.mlops.deploy.ReapHandler");
        Object reaper = type.getConstructor().newInstance();
        Object scheduled = event.getConstructor().newInstance();
        assertThatThrownBy(() -> type.getMethod("handleRequest", event, context).invoke(reaper, scheduled, null))
                .isInstanceOf(InvocationTargetException.class)
                .hasRootCauseMessage(
                        "environment variable MLOPS_PIPELINE: got none; accepted is the pipeline's own value;"
                                + " set it on the function");
    }

    private static Map<String, String> settings(LocalWorld world) {
        return Map.of(
                "aws.endpointUrl",
                world.aws.endpoint().toString(),
                "aws.region",
                world.aws.region(),
                "aws.accessKeyId",
                world.aws.accessKeyId(),
                "aws.secretAccessKey",
                world.aws.secretAccessKey());
    }

    /** The job is one that CodePipeline does not know: the answer is only logged. */
    private static void invoke(ClassLoader jar, Object handler, LocalWorld world, String token)
            throws ReflectiveOperationException {
        world.put();
        Class<?> context = jar.loadClass("com.amazonaws.services.lambda.runtime.Context");
        byte[] event = world.artifacts
                .event("11111111-2222-4333-8444-555555555555", token, world.session())
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        handler.getClass()
                .getMethod("handleRequest", InputStream.class, OutputStream.class, context)
                .invoke(
                        handler,
                        new ByteArrayInputStream(event),
                        OutputStream.nullOutputStream(),
                        Proxy.newProxyInstance(jar, new Class<?>[] {context}, (proxy, method, arguments) -> 60_000));
    }
}
