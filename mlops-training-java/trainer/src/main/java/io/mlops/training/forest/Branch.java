package io.mlops.training.forest;

import smile.base.cart.InternalNode;
import smile.base.cart.LeafNode;
import smile.base.cart.Node;
import smile.data.Tuple;
import smile.data.type.StructField;
import smile.data.type.StructType;

/** An inner node that knows its threshold, which Smile's own {@code OrdinalNode} keeps to its package. */
final class Branch extends InternalNode {
    private static final long serialVersionUID = 1L;

    private final double threshold;

    Branch(int feature, double threshold, double score, double deviance, Node left, Node right) {
        super(feature, score, deviance, left, right);
        this.threshold = threshold;
    }

    double threshold() {
        return threshold;
    }

    @Override
    public boolean branch(Tuple row) {
        return row.getDouble(feature()) <= threshold;
    }

    @Override
    public LeafNode predict(Tuple row) {
        return branch(row) ? trueChild().predict(row) : falseChild().predict(row);
    }

    @Override
    public InternalNode replace(Node left, Node right) {
        return new Branch(feature(), threshold, score(), deviance(), left, right);
    }

    @Override
    public String dot(StructType schema, StructField response, int id) {
        return " " + id + " [label=\"" + toString(schema, true) + "\"];\n";
    }

    @Override
    public String toString(StructType schema, boolean left) {
        return schema.fieldName(feature()) + (left ? " <= " : " > ") + threshold;
    }
}
