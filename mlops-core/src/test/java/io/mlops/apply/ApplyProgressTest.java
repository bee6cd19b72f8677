package io.mlops.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApplyProgressTest {
    private static final List<ApplyEvent> EVENTS = List.of(
            new ApplyEvent.Started("role a", "create"),
            new ApplyEvent.Started("role b", "create"),
            new ApplyEvent.Finished("role a", "create", Duration.ofMillis(200)),
            new ApplyEvent.Failed("role b", "create", "no"));

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void printsALineForWhatIsDone() {
        EVENTS.forEach(ApplyProgress.asLines(out)::on);

        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("  create role a: done in 0.2 s", "  create role b: failed: no");
    }

    @Test
    void drawsWhatRunsBelowWhatIsDone() {
        EVENTS.forEach(ApplyProgress.onTerminal(out)::on);

        assertThat(screen(bytes.toString(StandardCharsets.UTF_8)))
                .containsExactly("  create role a: done in 0.2 s", "  create role b: failed: no");
        assertThat(screen(after(3)))
                .as("while b runs")
                .containsExactly("  create role a: done in 0.2 s", "  create role b …");
    }

    private static String after(int events) {
        ByteArrayOutputStream some = new ByteArrayOutputStream();
        EVENTS.subList(0, events)
                .forEach(ApplyProgress.onTerminal(new PrintStream(some, true, StandardCharsets.UTF_8))::on);
        return some.toString(StandardCharsets.UTF_8);
    }

    /** What a terminal shows: it goes up by a number of lines, and clears what is below. */
    private static List<String> screen(String written) {
        StringBuilder screen = new StringBuilder();
        for (String part : written.split("\u001b\\[J", -1)) {
            String[] text = part.split("\u001b\\[", -1);
            screen.append(text[0]);
            if (text.length == 2) {
                up(screen, Integer.parseInt(text[1].replace("A", "")));
            }
        }
        return screen.toString().lines().toList();
    }

    private static void up(StringBuilder screen, int lines) {
        for (int i = 0; i <= lines; i++) {
            screen.setLength(Math.max(0, screen.lastIndexOf("\n")));
        }
        if (screen.length() > 0) {
            screen.append('\n');
        }
    }
}
