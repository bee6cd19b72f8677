package io.mlops.teardown;

import java.util.ArrayList;
import java.util.List;

/**
 * What destroy did and what is left, read from the account after everything was deleted.
 *
 * @param removed what was deleted
 * @param left what is still there, each with the reason where one is known
 * @param kept what AWS keeps by design and does not bill
 */
public record ResidueReport(List<String> removed, List<String> left, List<String> kept) {
    /** Copies the lists. */
    public ResidueReport {
        removed = List.copyOf(removed);
        left = List.copyOf(left);
        kept = List.copyOf(kept);
    }

    /**
     * Tells whether nothing is left.
     *
     * @return whether {@link #left} is empty
     */
    public boolean isClean() {
        return left.isEmpty();
    }

    /**
     * Insists that nothing is left.
     *
     * @return this report
     * @throws TeardownIncompleteException if something is
     */
    public ResidueReport requireClean() {
        if (!isClean()) {
            throw new TeardownIncompleteException(left);
        }
        return this;
    }

    /**
     * Prints the report for people.
     *
     * @return several lines; the last begins with {@code nothing left:} where that is so
     */
    @Override
    public String toString() {
        List<String> lines = new ArrayList<>();
        kept.forEach(what -> lines.add("kept by AWS: " + what));
        left.forEach(what -> lines.add("left: " + what));
        lines.add(
                isClean()
                        ? "nothing left: " + removed.size() + " resources deleted"
                        : left.size() + " left, " + removed.size() + " deleted; destroying again is safe");
        return String.join("\n", lines);
    }
}
