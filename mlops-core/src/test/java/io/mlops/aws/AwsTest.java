package io.mlops.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class AwsTest {
    private static final String IDENTITY = "<GetCallerIdentityResponse><GetCallerIdentityResult>"
            + "<Arn>arn:aws:iam::123456789012:user/x</Arn><UserId>x</UserId><Account>123456789012</Account>"
            + "</GetCallerIdentityResult></GetCallerIdentityResponse>";

    /** What the SDK would otherwise follow; each is also an environment variable. */
    private static final Map<String, String> HOSTILE = Map.of(
            "aws.profile", "absent",
            "aws.region", "us-gov-west-1",
            "aws.useFipsEndpoint", "true",
            "aws.useDualstackEndpoint", "true",
            "aws.accessKeyId", "AKIDHOSTILE",
            "aws.secretAccessKey", "hostile",
            "aws.endpointUrl", "http://192.0.2.1:1",
            "aws.endpointUrlSts", "http://192.0.2.1:1");

    @Test
    void keepsToItsEndpointWhateverTheUsersSettings() throws IOException {
        List<String> authorizations = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] body = IDENTITY.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        HOSTILE.forEach(System::setProperty);
        URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        try (Aws aws = Aws.at(endpoint, "eu-west-1", "AKIDLOCAL", "secret")) {
            assertThat(aws.sts().getCallerIdentity().account()).isEqualTo("123456789012");
            assertThat(aws.sts()).isSameAs(aws.sts());
        } finally {
            HOSTILE.keySet().forEach(System::clearProperty);
            server.stop(0);
        }

        assertThat(authorizations).singleElement().asString().contains("Credential=AKIDLOCAL/", "/eu-west-1/sts/");
    }
}
