package io.mlops.local.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.net.httpserver.HttpServer;
import io.mlops.local.account.Caller;
import io.mlops.local.account.Credentials;
import io.mlops.local.account.Credentials.AccessKey;
import io.mlops.local.account.Ids;
import io.mlops.local.account.Stores;
import io.mlops.local.account.SystemScheduler;
import io.mlops.local.call.CallChain;
import io.mlops.local.call.Cloud;
import io.mlops.local.call.Faults;
import io.mlops.local.call.ModelConstraints;
import io.mlops.local.call.Service;
import io.mlops.local.call.ServiceCatalog;
import io.mlops.local.call.Settings;
import io.mlops.local.facts.Facts;
import io.mlops.local.process.Children;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsResponse;
import software.amazon.awssdk.services.cloudwatch.model.InvalidParameterValueException;
import software.amazon.awssdk.utils.IoUtils;

/** The protocols that CloudWatch speaks, by a CloudWatch of the test's own that answers with what it was asked. */
@SuppressWarnings("unchecked") // The SDK's builders take generic varargs.
class CborProtocolTest {
    @TempDir
    Path directory;

    private final SystemScheduler time = new SystemScheduler(Clock.systemUTC());
    private HttpServer server;
    private Children children;

    /** Answers with the namespace, the dimension, the period and the time that it was asked for. */
    public static final class Echo implements CloudWatchClient {
        @Override
        public GetMetricStatisticsResponse getMetricStatistics(GetMetricStatisticsRequest request) {
            if (request.metricName().equals("none")) {
                throw InvalidParameterValueException.builder()
                        .message("There is none")
                        .build();
            }
            return GetMetricStatisticsResponse.builder()
                    .label(request.namespace() + " "
                            + request.dimensions().get(0).value())
                    .datapoints(point -> point.timestamp(request.startTime())
                            .sum(request.period() / 8.0)
                            .extendedStatistics(Map.of("p99", 99.5)))
                    .build();
        }

        @Override
        public String serviceName() {
            return "monitoring";
        }

        @Override
        public void close() {}
    }

    @BeforeEach
    void start() throws IOException {
        Facts facts = Facts.load();
        children = new Children(directory.resolve("supervisor"));
        Credentials credentials = new Credentials();
        credentials.add(new AccessKey(
                "AKIATEST",
                "secret",
                Optional.empty(),
                Optional.empty(),
                new Caller("123456789012", "arn:aws:iam::123456789012:root", "1", "AKIATEST", Optional.empty())));
        Cloud cloud = new Cloud(
                new Settings(directory, URI.create("http://127.0.0.1:9"), Map.of(), Duration.ofMillis(5)),
                time,
                new Ids(new Random(7)),
                credentials,
                new Stores(),
                children,
                new ServiceCatalog(List.of(new Service<>(
                        "cloudwatch", "cloudwatch", CloudWatchClient.class, Echo.class, call -> new Echo()))),
                new CallChain(
                        (call, operation, request) -> List.of(),
                        Faults.NONE,
                        new ModelConstraints(facts),
                        (call, operation, input, authorizations, outcome) -> {}));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", new HttpDoor(cloud, facts));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        children.close();
        time.close();
    }

    private String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Test
    void answersTheSdkForJavaInQuery() {
        try (CloudWatchClient cloudWatch = CloudWatchClient.builder()
                .endpointOverride(URI.create(endpoint()))
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIATEST", "secret")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build()) {
            GetMetricStatisticsResponse answer = cloudWatch.getMetricStatistics(r -> r.namespace("n")
                    .metricName("m")
                    .dimensions(d -> d.name("d").value("v"))
                    .startTime(Instant.parse("2026-01-01T00:00:00.5Z"))
                    .endTime(Instant.parse("2026-01-02T00:00:00Z"))
                    .period(60));

            assertThat(answer.label()).isEqualTo("n v");
            assertThat(answer.datapoints().get(0).sum()).isEqualTo(7.5);
            assertThat(answer.datapoints().get(0).extendedStatistics()).containsEntry("p99", 99.5);
            assertThat(answer.datapoints().get(0).timestamp()).isEqualTo("2026-01-01T00:00:00.5Z");
        }
    }

    @Test
    void answersBoto3InCborAndInJson() throws Exception {
        String script = """
                import botocore.session, botocore.model, datetime
                from botocore.config import Config
                def ask(protocol):
                    botocore.model.ServiceModel.resolved_protocol = protocol
                    session = botocore.session.get_session()
                    cw = session.create_client('cloudwatch', config=Config(parameter_validation=False))
                    print(protocol)
                    t = datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)
                    ask = dict(Namespace='n', Dimensions=[dict(Name='d', Value='v')], StartTime=t, EndTime=t, Period=60)
                    answer = cw.get_metric_statistics(MetricName='m', **ask)
                    point = answer['Datapoints'][0]
                    print(answer['Label'], point['Sum'], point['ExtendedStatistics'], point['Timestamp'].isoformat())
                    for call in (lambda: cw.get_metric_statistics(MetricName='none', **ask),
                                 lambda: cw.get_metric_statistics(MetricName='m'),
                                 lambda: cw.list_metrics()):
                        try:
                            call()
                        except botocore.exceptions.ClientError as e:
                            print(e.response['Error']['Code'], e.response['Error']['Message'])
                ask('smithy-rpc-v2-cbor')
                ask('json')
                """;
        ProcessBuilder builder = new ProcessBuilder("python3", "-c", script).redirectErrorStream(true);
        builder.environment().put("AWS_ENDPOINT_URL", endpoint());
        builder.environment().put("AWS_DEFAULT_REGION", "eu-west-1");
        builder.environment().put("AWS_ACCESS_KEY_ID", "AKIATEST");
        builder.environment().put("AWS_SECRET_ACCESS_KEY", "secret");
        builder.environment().put("AWS_CONFIG_FILE", "/dev/null");

        String output = IoUtils.toUtf8String(builder.start().getInputStream());

        assumeThat(output).doesNotContain("ModuleNotFoundError");
        assertThat(output.lines().toList())
                .containsExactly(
                        "smithy-rpc-v2-cbor",
                        "n v 7.5 {'p99': 99.5} 2026-01-01T00:00:00+00:00",
                        "InvalidParameterValue There is none",
                        "MissingParameter The parameter Namespace is required.",
                        "UnknownOperationException The operation /service/GraniteServiceVersion20100801/operation/"
                                + "ListMetrics is unknown or not supported by this emulator: see docs/local/supported.md",
                        "json",
                        "n v 7.5 {'p99': 99.5} 2026-01-01T00:00:00+00:00",
                        "InvalidParameterValue There is none",
                        "MissingParameter The parameter Namespace is required.",
                        "UnknownOperationException The operation GraniteServiceVersion20100801.ListMetrics is unknown or"
                                + " not supported by this emulator: see docs/local/supported.md");
    }
}
