package io.mlops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The snippets of a page, by the names that comments before them give. */
public final class Page {
    private static final Pattern SNIPPET =
            Pattern.compile("<!-- (\\w+: \\w+) -->\n```\\w+\n(.*?)```\n", Pattern.DOTALL);

    private final Map<String, String> snippets = new TreeMap<>();

    private Page(String text) {
        Matcher matcher = SNIPPET.matcher(text);
        while (matcher.find()) {
            snippets.put(matcher.group(1), matcher.group(2));
        }
        // Each block of code has a name by which a test runs it.
        assertThat(text.split("```", -1)).hasSize(2 * snippets.size() + 1);
    }

    public static Page read(Path file) throws IOException {
        return new Page(Files.readString(file));
    }

    public Map<String, String> snippets() {
        return snippets;
    }

    public String shell(String name) {
        return snippet("shell: " + name);
    }

    public String snippet(String name) {
        return Objects.requireNonNull(snippets.get(name), name);
    }

    /** Compares what a page shows with what was printed; … stands for what differs each time, or was left out. */
    public void shows(String name, String printed) {
        String pattern = snippet("output: " + name)
                .strip()
                .lines()
                .map(line -> line.equals("…") ? "(?:.*\n)*?.*" : Page.pattern(line))
                .collect(Collectors.joining("\n"));
        assertThat(printed.strip()).matches(pattern);
    }

    private static String pattern(String line) {
        return Arrays.stream(line.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    }

    /** Java and what runs it are the same but for white space. */
    public static String words(String code) {
        return code.replaceAll("\\s+", "");
    }
}
