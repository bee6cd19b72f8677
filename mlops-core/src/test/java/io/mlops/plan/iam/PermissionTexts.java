package io.mlops.plan.iam;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What stands in {@code src/permissions}: the reasons of what the policies grant. Lines of fields between bars. */
record PermissionTexts(Map<String, String> statements, List<List<String>> uncalledLines, List<List<String>> anyLines) {
    static final Path PLACE = Path.of("src/permissions");

    /** An action that a statement of an actor's policy allows. */
    record Grant(Actor actor, String sid, String action) implements Comparable<Grant> {
        private static final Comparator<Grant> ORDER =
                Comparator.comparing(Grant::actor).thenComparing(Grant::sid).thenComparing(Grant::action);

        @Override
        public int compareTo(Grant other) {
            return ORDER.compare(this, other);
        }
    }

    static PermissionTexts read() {
        Map<String, String> statements = new LinkedHashMap<>();
        lines("statements.txt", 2).forEach(line -> statements.put(line.get(0), line.get(1)));
        return new PermissionTexts(statements, lines("uncalled.txt", 5), lines("anywhere.txt", 3));
    }

    private static List<List<String>> lines(String file, int fields) {
        try {
            List<List<String>> lines = new ArrayList<>();
            for (String line : Files.readAllLines(PLACE.resolve(file))) {
                if (!line.startsWith("#") && !line.isBlank()) {
                    List<String> parts = List.of(line.strip().split("\\s*\\|\\s*", -1));
                    if (parts.size() != fields || parts.contains("")) {
                        throw new IllegalStateException(file + ": " + fields + " fields are wanted in: " + line);
                    }
                    lines.add(parts);
                }
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Why an actor's policy has a statement. */
    String statement(Actor actor, String sid) {
        String own = statements.get(actor + "/" + sid);
        return own == null ? statement(sid) : own;
    }

    String statement(String key) {
        String text = statements.get(key);
        if (text == null) {
            throw new IllegalStateException("statements.txt has no reason for " + key);
        }
        return text;
    }

    /** What is granted though no recorded call needs it. */
    Set<Grant> uncalled() {
        Set<Grant> grants = new TreeSet<>();
        for (List<String> line : uncalledLines) {
            words(line.get(0))
                    .map(Actor::valueOf)
                    .forEach(actor ->
                            words(line.get(2)).forEach(action -> grants.add(new Grant(actor, line.get(1), action))));
        }
        return grants;
    }

    /** The actions that are granted on any resource. */
    Set<String> anywhere() {
        Set<String> actions = new TreeSet<>();
        anyLines.forEach(line -> words(line.get(0)).forEach(actions::add));
        return actions;
    }

    static Stream<String> words(String text) {
        return Stream.of(text.split(" ", -1));
    }
}
