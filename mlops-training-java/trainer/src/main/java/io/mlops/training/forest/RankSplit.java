package io.mlops.training.forest;

import java.util.function.IntPredicate;
import smile.base.cart.InternalNode;
import smile.base.cart.Node;
import smile.base.cart.Split;

/** A split that Smile carries out: rows go left by rank, and the node that comes of it has the threshold. */
final class RankSplit extends Split {
    private final Cut cut;
    private final double threshold;
    private final double gain;
    private final double deviance;
    private final int edges;
    private final IntPredicate goesLeft;

    RankSplit(Leaf leaf, int lo, int hi, Cut cut, double gain, double threshold, int[] ranks, int edges) {
        super(
                leaf,
                cut.column(),
                gain,
                lo,
                hi,
                cut.leftSums().count(),
                leaf.size() - cut.leftSums().count());
        this.cut = cut;
        this.threshold = threshold;
        this.gain = gain;
        this.deviance = leaf.deviance();
        this.edges = edges;
        int lowerRank = cut.lowerRank();
        this.goesLeft = row -> ranks[row] <= lowerRank;
    }

    /** How many edges lie between the root and the node that is split. */
    int edges() {
        return edges;
    }

    @Override
    public InternalNode toNode(Node left, Node right) {
        return new Branch(cut.column(), threshold, gain, deviance, left, right);
    }

    @Override
    public IntPredicate predicate() {
        return goesLeft;
    }
}
