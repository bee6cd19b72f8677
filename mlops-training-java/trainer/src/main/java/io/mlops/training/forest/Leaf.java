package io.mlops.training.forest;

import java.math.BigInteger;
import java.util.List;
import smile.base.cart.InternalNode;
import smile.base.cart.LeafNode;
import smile.data.type.StructField;
import smile.data.type.StructType;

/**
 * A leaf that knows its rows' sums. Unlike Smile's own leaf it equals no other, so that Smile does not join two leaves that
 * would vote alike: their probabilities differ, and for a rare class that is all there is.
 */
final class Leaf extends LeafNode {
    private static final long serialVersionUID = 1L;

    private final transient NodeSums sums;

    Leaf(NodeSums sums) {
        super(sums.count());
        this.sums = sums;
    }

    NodeSums sums() {
        return sums;
    }

    @Override
    public double deviance() {
        return 0;
    }

    @Override
    public String dot(StructType schema, StructField response, int id) {
        return " " + id + " [label=\"" + size + "\"];\n";
    }

    @Override
    public int[] toString(
            StructType schema,
            StructField response,
            InternalNode parent,
            int depth,
            BigInteger id,
            List<String> lines) {
        lines.add(id + ") " + size);
        return new int[] {size};
    }
}
