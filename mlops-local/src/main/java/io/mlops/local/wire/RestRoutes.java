package io.mlops.local.wire;

import io.mlops.local.facts.ServiceFacts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds a REST request's operation: by verb, path, and the query and headers that tell operations apart. */
final class RestRoutes {
    private final Map<String, List<Route>> routes = new HashMap<>();

    /** An operation that the request fits, with the labels of its path. */
    record Match(String operation, int status, Map<String, String> labels) {}

    private record Route(
            String operation,
            ServiceFacts.OperationFacts facts,
            List<String> segments,
            Map<String, String> literals,
            List<String> query,
            List<String> headers) {
        int specificity() {
            return literals.size() + query.size() + headers.size();
        }

        boolean isSameAs(Route other) {
            return facts.uri().equals(other.facts().uri()) && specificity() == other.specificity();
        }
    }

    RestRoutes(ServiceFacts service) {
        service.operations().forEach((name, facts) -> {
            String[] uri = facts.uri().split("\\?", 2);
            Map<String, String> literals = new LinkedHashMap<>();
            WireRequest.parameters(uri.length > 1 ? uri[1] : "")
                    .forEach((key, values) -> literals.put(key, values.get(0)));
            List<String> query = Optional.ofNullable(facts.querystring()).orElse(List.of());
            List<String> headers = Optional.ofNullable(facts.header()).orElse(List.of()).stream()
                    .map(header -> header.toLowerCase(Locale.ROOT))
                    .toList();
            routes.computeIfAbsent(facts.method(), method -> new ArrayList<>())
                    .add(new Route(name, facts, segments(uri[0]), literals, query, headers));
        });
        routes.values()
                .forEach(
                        all -> all.sort(Comparator.comparing(Route::specificity).reversed()));
    }

    /**
     * Finds the operation; where S3 has two names for one route, as for a bucket's notification, the one that is served.
     */
    Optional<Match> find(WireRequest request, Predicate<String> isServed) {
        List<String> segments = segments(request.path());
        Optional<Route> first = Optional.empty();
        Optional<Match> found = Optional.empty();
        for (Route route : routes.getOrDefault(request.method(), List.of())) {
            Map<String, String> labels = new HashMap<>();
            if (first.isPresent() && !first.get().isSameAs(route)) {
                continue;
            }
            if (fits(route, request) && bind(route.segments(), segments, labels)) {
                found = Optional.of(new Match(route.operation(), route.facts().status(), labels));
                first = Optional.of(route);
                if (isServed.test(route.operation())) {
                    return found;
                }
            }
        }
        return found;
    }

    private static boolean fits(Route route, WireRequest request) {
        for (Map.Entry<String, String> literal : route.literals().entrySet()) {
            List<String> values = request.query().get(literal.getKey());
            boolean any = literal.getValue().isEmpty();
            if (values == null || !(any || literal.getValue().equals(values.get(0)))) {
                return false;
            }
        }
        return request.query().keySet().containsAll(route.query())
                && request.headers().keySet().containsAll(route.headers());
    }

    private static boolean bind(List<String> pattern, List<String> segments, Map<String, String> labels) {
        for (int i = 0; i < pattern.size(); i++) {
            String part = pattern.get(i);
            if (i >= segments.size()) {
                return false;
            } else if (part.endsWith("+}")) {
                String rest = String.join("/", segments.subList(i, segments.size()));
                labels.put(part.substring(1, part.length() - 2), WireRequest.decodedPath(rest));
                return !rest.isEmpty();
            } else if (part.startsWith("{")) {
                labels.put(part.substring(1, part.length() - 1), WireRequest.decodedPath(segments.get(i)));
            } else if (!part.equals(segments.get(i))) {
                return false;
            }
        }
        return segments.size() == pattern.size()
                || (segments.size() == pattern.size() + 1
                        && segments.get(pattern.size()).isEmpty());
    }

    /** Splits a path; {@code /} has no segment, and a trailing slash leaves an empty one. */
    private static List<String> segments(String path) {
        String trimmed = path.startsWith("/") ? path.substring(1) : path;
        return trimmed.isEmpty() ? List.of() : List.of(trimmed.split("/", -1));
    }
}
