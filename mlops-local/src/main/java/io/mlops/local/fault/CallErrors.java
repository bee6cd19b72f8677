package io.mlops.local.fault;

import io.mlops.local.call.Operation;
import io.mlops.local.call.Refusals;
import io.mlops.local.facts.Facts;
import io.mlops.local.facts.ServiceFacts;
import io.mlops.local.facts.ServiceFacts.ErrorFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * The errors that some operations can give.
 *
 * @param facts what AWS's models declare
 * @param service botocore's name of the service; empty for all
 * @param operation the operation; empty for all
 */
record CallErrors(Facts facts, Optional<String> service, Optional<String> operation) {
    /** What no model declares and every service can give; S3 names the first otherwise. */
    private static final Map<String, Integer> COMMON =
            new TreeMap<>(Map.of("InternalFailure", 500, "ServiceUnavailable", 503));

    /** The names by which some models declare what the others call {@code ThrottlingException}. */
    private static final List<String> DECLARED_THROTTLING = List.of("TooManyRequestsException", "ThrottledException");

    CallErrors {
        if (service.isPresent() && !facts.services().containsKey(service.get())) {
            throw new IllegalArgumentException("service " + service.get() + ": one of "
                    + new TreeSet<>(facts.services().keySet()) + " is accepted");
        }
        if (operation.isPresent() && !declared(facts, service).containsKey(operation.get())) {
            throw new IllegalArgumentException("operation " + operation.get() + " of " + service.orElseThrow()
                    + ": one of " + new TreeSet<>(declared(facts, service).keySet()) + " is accepted");
        }
    }

    private static Map<String, ServiceFacts.OperationFacts> declared(Facts facts, Optional<String> service) {
        return service.map(facts::of).map(ServiceFacts::operations).orElse(Map.of());
    }

    boolean concern(Operation called) {
        return service.map(called.service().name()::equals).orElse(true)
                && operation.map(called.name()::equals).orElse(true);
    }

    int status(String code) {
        Optional<Integer> status = Optional.ofNullable(COMMON.get(code)).or(() -> declaredStatus(code));
        return status.orElseThrow(() -> new IllegalArgumentException(
                "error " + code + ": one of " + accepted() + " is accepted, or give the status that comes with it"));
    }

    private Optional<Integer> declaredStatus(String code) {
        return accepted().contains(code)
                ? service.map(facts::of).flatMap(known -> error(known, code)).map(ErrorFacts::status)
                : Optional.empty();
    }

    private static Optional<ErrorFacts> error(ServiceFacts known, String code) {
        return known.errorShape(code).map(known.errors()::get);
    }

    private List<String> accepted() {
        List<String> accepted = new ArrayList<>(COMMON.keySet());
        operation
                .map(declared(facts, service)::get)
                .map(ServiceFacts.OperationFacts::errors)
                .or(() -> service.map(facts::of)
                        .map(known -> List.copyOf(known.errors().keySet())))
                .ifPresent(accepted::addAll);
        return accepted;
    }

    AwsServiceException throttling(Operation called) {
        String name = called.service().name();
        for (String code : DECLARED_THROTTLING) {
            Optional<ErrorFacts> known = error(facts.of(name), code);
            if (known.isPresent()) {
                return Refusals.of(code, known.get().status(), "Rate exceeded");
            }
        }
        return switch (facts.names(name).protocol()) {
            case "rest-xml" -> Refusals.of("SlowDown", 503, "Please reduce your request rate.");
            case "query" -> Refusals.of("Throttling", 400, "Rate exceeded");
            default -> Refusals.of("ThrottlingException", 400, "Rate exceeded");
        };
    }
}
