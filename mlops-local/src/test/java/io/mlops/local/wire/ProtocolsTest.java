package io.mlops.local.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.local.Sdk;
import io.mlops.local.call.Service;
import io.mlops.local.call.ServiceCatalog;
import io.mlops.local.facts.Facts;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How a request's signing name and headers lead to its service and protocol. */
class ProtocolsTest {
    private static final ServiceCatalog CATALOG = Sdk.catalog();
    private static final Facts FACTS = Facts.load();
    private static final Map<String, List<String>> CBOR = Map.of(CborProtocol.HEADER, List.of(CborProtocol.NAME));
    private static final Map<String, List<String>> FORM =
            Map.of("content-type", List.of("application/x-www-form-urlencoded; charset=utf-8"));

    private final Protocols protocols = new Protocols(CATALOG, FACTS);

    static Stream<String> services() {
        return CATALOG.services().stream().map(Service::name);
    }

    private static WireRequest request(Map<String, List<String>> headers) {
        return new WireRequest("POST", "/", null, headers, InputStream.nullInputStream());
    }

    /** As the service's own clients send. */
    private static WireRequest request(Facts.Names names) {
        return switch (names.protocol()) {
            case "json" -> request(target(names));
            case "query" -> request(FORM);
            case "smithy-rpc-v2-cbor" -> request(CBOR);
            default -> request(Map.of());
        };
    }

    private static Map<String, List<String>> target(Facts.Names names) {
        return Map.of("x-amz-target", List.of(names.targetPrefix() + ".Operation"));
    }

    @ParameterizedTest
    @MethodSource("services")
    void findsAServiceByItsSigningName(String service) {
        Facts.Names names = FACTS.names(service);

        assertThat(protocols.service(names.signedAs(), request(names))).contains(service);
    }

    @ParameterizedTest
    @MethodSource("services")
    void speaksAServicesOwnProtocol(String service) {
        Facts.Names names = FACTS.names(service);

        Protocol protocol = protocols.of(request(names), Optional.of(service));

        assertThat(protocol.kind())
                .isEqualTo(
                        switch (names.protocol()) {
                            case "json" -> Protocol.Kind.JSON;
                            case "query" -> Protocol.Kind.QUERY;
                            case "rest-json" -> Protocol.Kind.REST_JSON;
                            case "rest-xml" -> Protocol.Kind.REST_XML;
                            default -> Protocol.Kind.CBOR;
                        });
    }

    @Test
    void speaksEachProtocolOfCloudWatch() {
        Optional<String> service = Optional.of("cloudwatch");
        Facts.Names names = FACTS.names("cloudwatch");

        assertThat(protocols.of(request(CBOR), service).kind()).isEqualTo(Protocol.Kind.CBOR);
        assertThat(protocols.of(request(target(names)), service).kind()).isEqualTo(Protocol.Kind.JSON);
        assertThat(protocols.of(request(FORM), service).kind()).isEqualTo(Protocol.Kind.QUERY);
        for (WireRequest request : List.of(request(CBOR), request(target(names)), request(FORM))) {
            assertThat(protocols.service("monitoring", request)).contains("cloudwatch");
        }
    }

    @Test
    void knowsNoOtherSigningName() {
        for (String name : List.of("", "S3", "cloudwatch", "sagemaker-runtime", "resourcegroupstaggingapi", "ec2")) {
            assertThat(protocols.service(name, request(Map.of()))).as(name).isEmpty();
        }
    }
}
