package io.mlops.local.wire;

import io.mlops.local.facts.ServiceFacts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds a REST request's operation: by verb, path, and the query and headers that tell operations apart. */
final class RestRoutes {
    private final List<Route> routes = new ArrayList<>();

    /** An operation that the request fits, with the labels of its path. */
    record Match(String operation, int status, Map<String, String> labels) {}

    private record Route(
            String operation, ServiceFacts.OperationFacts facts, List<String> segments, Map<String, String> literals) {
        int specificity() {
            return literals.size() + sizeOf(facts.querystring()) + sizeOf(facts.header());
        }

        boolean isSameAs(Route other) {
            return facts.method().equals(other.facts().method())
                    && facts.uri().equals(other.facts().uri())
                    && specificity() == other.specificity();
        }

        private static int sizeOf(@org.jspecify.annotations.Nullable List<String> list) {
            return list == null ? 0 : list.size();
        }
    }

    RestRoutes(ServiceFacts service) {
        service.operations().forEach((name, facts) -> {
            String[] uri = facts.uri().split("\\?", 2);
            Map<String, String> literals = new LinkedHashMap<>();
            WireRequest.parameters(uri.length > 1 ? uri[1] : "")
                    .forEach((key, values) -> literals.put(key, values.get(0)));
            routes.add(new Route(name, facts, segments(uri[0]), literals));
        });
        routes.sort(Comparator.comparing(Route::specificity).reversed());
    }

    /**
     * Finds the operation; where S3 has two names for one route, as for a bucket's notification, the one that is served.
     */
    Optional<Match> find(WireRequest request, Predicate<String> isServed) {
        List<String> segments = segments(request.path());
        Optional<Route> first = Optional.empty();
        Optional<Match> found = Optional.empty();
        for (Route route : routes) {
            Map<String, String> labels = new LinkedHashMap<>();
            if (first.isPresent() && !first.get().isSameAs(route)) {
                continue;
            }
            if (route.facts().method().equals(request.method())
                    && fits(route, request)
                    && bind(route.segments(), segments, labels)) {
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
        boolean literals = route.literals().entrySet().stream()
                .allMatch(literal -> request.parameter(literal.getKey())
                        .filter(value -> literal.getValue().isEmpty() || value.equals(literal.getValue()))
                        .isPresent());
        List<String> query = route.facts().querystring();
        List<String> headers = route.facts().header();
        return literals
                && (query == null || request.query().keySet().containsAll(query))
                && (headers == null || request.headers().keySet().containsAll(lowered(headers)));
    }

    private static List<String> lowered(List<String> names) {
        return names.stream()
                .map(name -> name.toLowerCase(java.util.Locale.ROOT))
                .toList();
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
