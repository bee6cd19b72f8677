package io.mlops.deploy.artifact;

import java.util.ArrayList;
import java.util.List;

/** Gathers what is wrong with settings, so that all of it is told at once. */
final class Problems {
    private static final int MOST_SHOWN = 20;

    private final List<String> all = new ArrayList<>();

    void unless(boolean right, String field, Object got, String accepted) {
        if (!right) {
            String text = String.valueOf(got);
            String shown = text.length() <= 100 ? text : text.substring(0, 100) + "…";
            all.add("field " + field + ": got " + (got instanceof String ? "\"" + shown + "\"" : shown)
                    + "; accepted is " + accepted);
        }
    }

    void between(String field, int got, int least, int most) {
        unless(got >= least && got <= most, field, got, least + " to " + most);
    }

    List<String> all() {
        return all.size() <= MOST_SHOWN ? List.copyOf(all) : List.copyOf(all.subList(0, MOST_SHOWN));
    }
}
