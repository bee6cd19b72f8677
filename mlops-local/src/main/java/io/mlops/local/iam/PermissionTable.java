package io.mlops.local.iam;

import io.mlops.local.call.Call;
import io.mlops.local.call.Operation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkRequest;

/** Says which actions on which resources a call asks for: the table {@code permissions.txt}, whose head explains it. */
final class PermissionTable {
    private static final Pattern PLACE = Pattern.compile("\\{([^}|]+)(?:\\|([^}]+))?}");
    private static final Set<String> RULES = Set.of("each", "if", "unless", "hides");

    private final Map<String, List<Line>> table = load();

    /** One line; rules and condition keys by name. */
    private record Line(String action, String resource, Map<String, String> options) {}

    /** A call's input, or one element of it, that a line's templates are filled from. */
    private record Source(Call call, SdkRequest request, Object element) {
        /** Fills a template; empty where a member that it names is absent. */
        Optional<String> fill(String template) {
            Matcher matcher = PLACE.matcher(template);
            StringBuilder filled = new StringBuilder();
            while (matcher.find()) {
                Optional<String> value = value(matcher.group(1), Optional.ofNullable(matcher.group(2)));
                if (value.isEmpty()) {
                    return Optional.empty();
                }
                matcher.appendReplacement(filled, Matcher.quoteReplacement(value.get()));
            }
            return Optional.of(matcher.appendTail(filled).toString());
        }

        private Optional<String> value(String name, Optional<String> form) {
            return switch (name) {
                case "region" -> Optional.of(call.region());
                case "account" -> Optional.of(call.caller().accountId());
                default -> {
                    Optional<String> text = texts(name).stream().findFirst();
                    yield form.isPresent() ? new ResourceForm(call).of(form.get(), text) : text;
                }
            };
        }

        List<String> texts(String name) {
            return name.startsWith(".") ? Members.texts(element, name.substring(1)) : Members.texts(request, name);
        }

        /** Says whether a rule's member is there; {@code Member|form} is there if the form has something for it. */
        boolean has(String rule) {
            return fill("{" + rule + "}").isPresent();
        }

        /** Gives a condition key's values: a text, a filled template, or every value of a member alone. */
        List<String> values(String template) {
            Matcher alone = PLACE.matcher(template);
            if (!alone.matches()) {
                return fill(template).stream().toList();
            }
            ResourceForm forms = new ResourceForm(call);
            return texts(alone.group(1)).stream()
                    .flatMap(text -> alone.group(2) == null
                            ? Stream.of(text)
                            : forms.of(alone.group(2), Optional.of(text)).stream())
                    .toList();
        }
    }

    List<Question> questions(Call call, Operation operation, SdkRequest request) {
        List<Line> lines = table.get(operation.service().name() + " " + operation.name());
        Map<String, List<String>> tags = RequestTags.of(operation.service().name(), request);
        if (lines == null) {
            return List.of(
                    new Question(operation.service().prefix() + ":" + operation.name(), "*", tags, Optional.empty()));
        }
        List<Question> questions = lines.stream()
                .flatMap(line -> questions(line, call, request, tags))
                .toList();
        Line first = lines.get(0);
        boolean asked = !questions.isEmpty() || first.action().equals("nothing");
        return asked ? questions : List.of(new Question(first.action(), "*", tags, Optional.empty()));
    }

    private static Stream<Question> questions(
            Line line, Call call, SdkRequest request, Map<String, List<String>> tags) {
        Map<String, String> options = line.options();
        Stream<Object> elements = options.containsKey("each")
                ? Members.each(request, options.getOrDefault("each", ""))
                : Stream.of(request);
        return line.action().equals("nothing")
                ? Stream.empty()
                : elements.map(element -> new Source(call, request, element))
                        .filter(source -> !options.containsKey("if") || source.has(options.getOrDefault("if", "")))
                        .filter(source ->
                                !options.containsKey("unless") || !source.has(options.getOrDefault("unless", "")))
                        .flatMap(source -> source
                                .fill(line.resource())
                                .map(resource -> new Question(
                                        line.action(),
                                        resource,
                                        keys(options, source, tags),
                                        Optional.ofNullable(options.get("hides"))))
                                .stream());
    }

    private static Map<String, List<String>> keys(
            Map<String, String> options, Source source, Map<String, List<String>> tags) {
        Map<String, List<String>> keys = new HashMap<>(tags);
        options.forEach((name, template) -> {
            List<String> values = RULES.contains(name) ? List.of() : source.values(template);
            if (!values.isEmpty()) {
                keys.put(name, values);
            }
        });
        return keys;
    }

    private static Map<String, List<Line>> load() {
        try (InputStream stream = PermissionTable.class.getResourceAsStream("permissions.txt")) {
            if (stream == null) {
                throw new IllegalStateException("permissions.txt is missing from the jar");
            }
            Map<String, List<Line>> table = new HashMap<>();
            BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    String[] words = line.strip().split("\\s+");
                    table.computeIfAbsent(words[0] + " " + words[1], key -> new ArrayList<>())
                            .add(new Line(words[2], words[3], options(words)));
                }
            }
            return table;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> options(String[] words) {
        Map<String, String> options = new HashMap<>();
        for (int i = 4; i < words.length; i++) {
            String[] pair = words[i].split("=", 2);
            options.put(pair[0], pair[1]);
        }
        return options;
    }
}
