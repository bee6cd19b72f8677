package io.mlops.training.forest;

import io.mlops.training.model.FlatTree;
import io.mlops.training.model.FlatTreeBuilder;
import java.util.ArrayList;
import java.util.List;
import smile.base.cart.Node;

/** Lays Smile's nodes into arrays, level by level, so that both children of a node are neighbours. */
final class Flattening {
    private Flattening() {}

    static FlatTree flatten(Node root, Tally tally) {
        List<Node> nodes = new ArrayList<>();
        FlatTreeBuilder tree = new FlatTreeBuilder();
        add(root, nodes, tree, tally);
        for (int next = 0; next < nodes.size(); next++) {
            if (nodes.get(next) instanceof Branch branch) {
                int left = add(branch.trueChild(), nodes, tree, tally);
                add(branch.falseChild(), nodes, tree, tally);
                tree.cut(next, branch.feature(), branch.threshold(), false, left);
            }
        }
        return tree.build();
    }

    private static int add(Node node, List<Node> nodes, FlatTreeBuilder tree, Tally tally) {
        nodes.add(node);
        return node instanceof Leaf leaf
                ? tree.addLeaf(tally.prediction(leaf.sums()), node.size())
                : tree.addLeaf(new double[tally.outputs()], node.size());
    }
}
