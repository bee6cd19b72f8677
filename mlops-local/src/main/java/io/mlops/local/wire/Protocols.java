package io.mlops.local.wire;

import io.mlops.local.call.Service;
import io.mlops.local.call.ServiceCatalog;
import io.mlops.local.facts.Facts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the service that a request is for, and the protocol that it speaks: by the request, not by the service. */
final class Protocols {
    private final Map<String, List<String>> bySigningName = new HashMap<>();
    private final Map<String, Protocol> query = new HashMap<>();
    private final Map<String, Protocol> rest = new HashMap<>();
    private final JsonProtocol json;
    private final CborProtocol cbor;

    Protocols(ServiceCatalog services, Facts facts) {
        Map<String, String> targets = new HashMap<>();
        for (Service<?> service : services.services()) {
            Facts.Names names = facts.names(service.name());
            bySigningName.merge(names.signedAs(), List.of(service.name()), Protocols::joined);
            if (names.targetPrefix() != null) {
                targets.put(names.targetPrefix(), service.name());
            }
            if (names.xmlNamespace() != null) {
                query.put(service.name(), new QueryProtocol(facts, service.name()));
            }
            if (names.protocol().startsWith("rest")) {
                rest.put(service.name(), new RestProtocol(facts, service.name()));
            }
        }
        json = new JsonProtocol(targets);
        cbor = new CborProtocol(targets);
    }

    private static List<String> joined(List<String> some, List<String> others) {
        return List.of(some.get(0), others.get(0));
    }

    /** The service of a signing name; where two share it, as SageMaker and its runtime do, one is REST. */
    Optional<String> service(String signingName, WireRequest request) {
        List<String> names = bySigningName.getOrDefault(signingName, List.of());
        boolean isRest = request.header("x-amz-target").isEmpty();
        return names.size() < 2
                ? names.stream().findFirst()
                : names.stream()
                        .filter(name -> rest.containsKey(name) == isRest)
                        .findFirst();
    }

    /** The protocol of a request; S3's where nothing says another. */
    Protocol of(WireRequest request, Optional<String> service) {
        Map<String, String> headers = request.headers();
        if (CborProtocol.NAME.equals(headers.get(CborProtocol.HEADER))) {
            return cbor;
        } else if (headers.containsKey("x-amz-target")) {
            return json;
        }
        Protocol other = rest.getOrDefault(service.orElse("s3"), json);
        boolean form = headers.getOrDefault("content-type", "").startsWith("application/x-www-form-urlencoded");
        return form || other == json ? query.getOrDefault(service.orElse(""), other) : other;
    }
}
