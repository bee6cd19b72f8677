package io.mlops.training.forest;

import java.math.BigInteger;
import java.util.List;
import smile.base.cart.InternalNode;
import smile.base.cart.LeafNode;
import smile.data.type.StructField;
import smile.data.type.StructType;

/**
 * A leaf that knows its share of positive rows. Unlike Smile's own leaf it equals no other, so that Smile does not join
 * two leaves that would vote alike: their probabilities differ, and for a rare class that is all there is.
 */
final class Leaf extends LeafNode {
    private static final long serialVersionUID = 1L;

    private final int positives;

    Leaf(int size, int positives) {
        super(size);
        this.positives = positives;
    }

    int positives() {
        return positives;
    }

    boolean isPure() {
        return positives == 0 || positives == size;
    }

    double probability() {
        return (double) positives / size;
    }

    @Override
    public double deviance() {
        return 2 * size * probability() * (1 - probability());
    }

    @Override
    public String dot(StructType schema, StructField response, int id) {
        return " " + id + " [label=\"" + positives + " of " + size + "\"];\n";
    }

    @Override
    public int[] toString(
            StructType schema,
            StructField response,
            InternalNode parent,
            int depth,
            BigInteger id,
            List<String> lines) {
        lines.add(id + ") " + positives + " of " + size);
        return new int[] {size - positives, positives};
    }
}
