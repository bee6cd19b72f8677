package io.mlops.apply;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Shows how far an apply or a destroy is. On a terminal each resource that is being changed has a line that is drawn in
 * place, below what is done; elsewhere each event is a line, but for those that something is begun.
 */
public final class ApplyProgress implements ApplyListener {
    /** A line that a terminal breaks would be two to go up. */
    private static final int WIDTH = 78;

    private static final String UP_AND_CLEAR = "\u001b[%dA\u001b[J";

    private final PrintStream out;
    private final boolean terminal;
    private final Map<String, String> running = new LinkedHashMap<>();

    private ApplyProgress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /**
     * Draws in place, by ANSI's control sequences.
     *
     * @param out a terminal, as {@code System.out}; the caller knows that it is one
     * @return the listener
     */
    public static ApplyListener onTerminal(PrintStream out) {
        return new ApplyProgress(out, true);
    }

    /**
     * Prints plain lines.
     *
     * @param out a file, a pipe, a log
     * @return the listener
     */
    public static ApplyListener asLines(PrintStream out) {
        return new ApplyProgress(out, false);
    }

    @Override
    public synchronized void on(ApplyEvent event) {
        if (!terminal) {
            if (!(event instanceof ApplyEvent.Started)) {
                out.println("  " + event);
            }
            return;
        }
        StringBuilder text = new StringBuilder();
        if (!running.isEmpty()) {
            text.append(UP_AND_CLEAR.formatted(running.size()));
        }
        if (event instanceof ApplyEvent.Finished || event instanceof ApplyEvent.Failed) {
            running.remove(event.resource());
            text.append("  ").append(event).append('\n');
        } else {
            running.put(event.resource(), cut(event.toString()));
        }
        running.values().forEach(line -> text.append("  ").append(line).append('\n'));
        out.print(text);
        out.flush();
    }

    private static String cut(String line) {
        return line.length() <= WIDTH ? line : line.substring(0, WIDTH - 1) + "…";
    }
}
