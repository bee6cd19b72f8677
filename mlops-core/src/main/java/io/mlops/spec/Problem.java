package io.mlops.spec;

import java.io.Serializable;

/**
 * One thing that is wrong with a description.
 *
 * @param path the field, as {@code training.instanceType}
 * @param got what was given
 * @param expected what is accepted
 * @param fix what to write instead
 */
public record Problem(String path, String got, String expected, String fix) implements Serializable {
    private static final int LONGEST_VALUE = 120;

    /** Shortens what was given, so that a problem stays on one line. */
    public Problem {
        String line = got.replaceAll("\\R", " ");
        got = line.length() <= LONGEST_VALUE ? line : line.substring(0, LONGEST_VALUE) + "…";
    }

    /**
     * Prints the problem on one line.
     *
     * @return field, value, what is accepted, what to do
     */
    @Override
    public String toString() {
        String value = got.isEmpty() ? "nothing" : "\"" + got + "\"";
        return path + ": got " + value + "; accepted is " + expected + "; " + fix;
    }
}
