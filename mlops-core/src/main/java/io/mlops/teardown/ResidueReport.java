package io.mlops.teardown;

import java.util.ArrayList;
import java.util.List;

/**
 * What destroy did and what is left, read from the account after everything was deleted.
 *
 * @param removed what was deleted
 * @param left what is still there, each with the reason where one is known
 * @param kept what AWS keeps by design and does not bill
 * @param preserved what the options keep
 */
public record ResidueReport(List<String> removed, List<String> left, List<String> kept, List<String> preserved) {
    /** Copies the lists. */
    public ResidueReport {
        removed = List.copyOf(removed);
        left = List.copyOf(left);
        kept = List.copyOf(kept);
        preserved = List.copyOf(preserved);
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
     * @return several lines; the last begins with {@code nothing left:}, or {@code nothing else left:} where the options keep
     *     something, where that is so
     */
    @Override
    public String toString() {
        List<String> lines = new ArrayList<>();
        kept.forEach(what -> lines.add("kept by AWS: " + what));
        preserved.forEach(what -> lines.add("kept as asked: " + what));
        left.forEach(what -> lines.add("left: " + what));
        lines.add(
                isClean()
                        ? (preserved.isEmpty() ? "nothing left: " : "nothing else left: ") + removed.size()
                                + " resources deleted"
                        : left.size() + " left, " + removed.size() + " deleted; destroying again is safe");
        return String.join("\n", lines);
    }
}
