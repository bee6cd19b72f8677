package io.mlops.local.iam;

import io.mlops.local.call.Authorization;
import io.mlops.local.call.Authorizer;
import io.mlops.local.call.Call;
import io.mlops.local.call.Operation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.util.SdkAutoConstructList;

/**
 * Says which actions on which resources a call asks for, by the table {@code permissions.txt}. Policies are not yet
 * consulted: every answer is {@link Authorization.Decision#NOT_EVALUATED}.
 */
public final class AskedPermissions implements Authorizer {
    private static final Pattern PLACE = Pattern.compile("\\{([^}]+)}");

    private final Map<String, List<Asked>> table;

    /** One line of the table. */
    private record Asked(String action, String resource, Map<String, String> context) {
        /** Says whether the line counts: {@code if} and {@code unless} are no condition keys. */
        boolean isAskedBy(SdkRequest request) {
            return Optional.ofNullable(context.get("if"))
                            .map(name -> member(request, name).isPresent())
                            .orElse(true)
                    && Optional.ofNullable(context.get("unless"))
                            .map(name -> member(request, name).isEmpty())
                            .orElse(true);
        }

        Map<String, String> conditionKeys() {
            Map<String, String> keys = new HashMap<>(context);
            keys.keySet().removeAll(Set.of("if", "unless"));
            return keys;
        }
    }

    /** Reads the table. */
    public AskedPermissions() {
        this.table = load();
    }

    @Override
    public List<Authorization> authorize(Call call, Operation operation, SdkRequest request) {
        String key = operation.service().name() + " " + operation.name();
        List<Asked> asked = table.getOrDefault(
                key, List.of(new Asked(operation.service().prefix() + ":" + operation.name(), "*", Map.of())));
        List<Authorization> answers = new ArrayList<>();
        for (Asked line : asked) {
            if (!line.isAskedBy(request)) {
                continue;
            }
            resource(line.resource(), call, request)
                    .ifPresent(resource -> answers.add(new Authorization(
                            call.caller().arn(),
                            line.action(),
                            resource,
                            line.conditionKeys(),
                            Authorization.Decision.NOT_EVALUATED,
                            Optional.empty())));
        }
        return answers;
    }

    /** Fills a resource's template; empty where a member that it names is absent, since then nothing is asked. */
    private static Optional<String> resource(String template, Call call, SdkRequest request) {
        Matcher matcher = PLACE.matcher(template);
        StringBuilder resource = new StringBuilder();
        while (matcher.find()) {
            Optional<String> value = switch (matcher.group(1)) {
                case "region" -> Optional.of(call.region());
                case "account" -> Optional.of(call.caller().accountId());
                default -> member(request, matcher.group(1));
            };
            if (value.isEmpty()) {
                return Optional.empty();
            }
            matcher.appendReplacement(resource, Matcher.quoteReplacement(value.get()));
        }
        return Optional.of(matcher.appendTail(resource).toString());
    }

    private static Optional<String> member(SdkPojo shape, String path) {
        String[] names = path.split("\\.", 2);
        for (SdkField<?> field : shape.sdkFields()) {
            if (field.memberName().equals(names[0])) {
                Object value = field.getValueOrDefault(shape);
                if (names.length == 2 && value instanceof String text) {
                    return copySource(text, names[1]);
                }
                return names.length == 2 && value instanceof SdkPojo nested
                        ? member(nested, names[1])
                        : Optional.ofNullable(value)
                                .filter(given -> !(given instanceof SdkAutoConstructList))
                                .map(Object::toString);
            }
        }
        return Optional.empty();
    }

    /** Takes apart {@code [/]bucket/key[?versionId=id]}, which is percent-encoded. */
    private static Optional<String> copySource(String text, String part) {
        String[] parts = text.split("\\?versionId=", 2);
        if (part.equals("VersionId")) {
            return Optional.of(parts).filter(both -> both.length == 2).map(both -> both[1]);
        }
        try {
            String path = URLDecoder.decode(parts[0].replace("+", "%2B"), StandardCharsets.UTF_8);
            return Optional.of(path.startsWith("/") ? path.substring(1) : path);
        } catch (IllegalArgumentException e) {
            return Optional.of(parts[0]);
        }
    }

    private static Map<String, List<Asked>> load() {
        try (InputStream stream = AskedPermissions.class.getResourceAsStream("permissions.txt")) {
            if (stream == null) {
                throw new IllegalStateException("permissions.txt is missing from the jar");
            }
            Map<String, List<Asked>> table = new HashMap<>();
            BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    String[] words = line.strip().split("\\s+");
                    table.computeIfAbsent(words[0] + " " + words[1], key -> new ArrayList<>())
                            .add(new Asked(words[2], words[3], context(words)));
                }
            }
            return table;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> context(String[] words) {
        Map<String, String> context = new HashMap<>();
        for (int i = 4; i < words.length; i++) {
            String[] pair = words[i].split("=", 2);
            context.put(pair[0], pair[1]);
        }
        return context;
    }
}
