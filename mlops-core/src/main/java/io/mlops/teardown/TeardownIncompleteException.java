package io.mlops.teardown;

import io.mlops.spec.MlopsException;
import java.util.List;

/** Says that something of a pipeline is left after it was destroyed. Destroying again is safe. */
public final class TeardownIncompleteException extends MlopsException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> leftovers;

    TeardownIncompleteException(List<String> leftovers) {
        super("left after destroy: " + String.join(", ", leftovers) + "; destroying again is safe", null);
        this.leftovers = List.copyOf(leftovers);
    }

    /**
     * Lists what is left.
     *
     * @return at least one
     */
    public List<String> leftovers() {
        return leftovers;
    }
}
