package io.mlops.training.data;

import java.util.ArrayList;
import java.util.List;

/** Gathers what is wrong with data, so that it is told at once: the first {@value #MOST}, and how many there are. */
final class Problems {
    private static final int MOST = 20;

    private final List<String> first = new ArrayList<>();
    private long count;

    void add(String problem) {
        if (count++ < MOST) {
            first.add(problem);
        }
    }

    void throwIfAny() {
        if (count == 1) {
            throw new InvalidInputException(first.get(0));
        }
        if (count > 1) {
            String which =
                    count > first.size() ? " problems, of which the first " + first.size() + " are: " : " problems: ";
            throw new InvalidInputException(count + which + String.join("; ", first));
        }
    }
}
