package io.mlops.training.data;

import java.util.List;
import java.util.stream.Collectors;

/** How given values appear in messages: quoted, on one line, and never longer than a reader needs. */
public final class Texts {
    private static final int LONGEST = 60;
    private static final int MOST = 20;

    private Texts() {}

    /**
     * Quotes a value.
     *
     * @param value what was given
     * @return the value in double quotes, without control characters, cut to {@value #LONGEST} characters
     */
    public static String quoted(String value) {
        String shown = value.length() > LONGEST ? value.substring(0, LONGEST) + "…" : value;
        return "\"" + shown.replaceAll("\\p{Cntrl}", " ") + "\"";
    }

    /**
     * Quotes several values.
     *
     * @param values what was given or what is accepted
     * @return the first {@value #MOST}, quoted, with the count of the others
     */
    public static String quoted(List<String> values) {
        String shown = values.stream().limit(MOST).map(Texts::quoted).collect(Collectors.joining(", "));
        return values.size() > MOST ? shown + " and " + (values.size() - MOST) + " more" : shown;
    }
}
