package io.mlops.training.forest;

import io.mlops.training.model.FlatTree;
import java.util.ArrayList;
import java.util.List;
import smile.base.cart.Node;

/** Lays Smile's nodes into arrays, level by level, so that both children of a node are neighbours. */
final class Flattening {
    private Flattening() {}

    static FlatTree flatten(Node root) {
        List<Node> nodes = new ArrayList<>();
        nodes.add(root);
        for (int next = 0; next < nodes.size(); next++) {
            if (nodes.get(next) instanceof Branch branch) {
                nodes.add(branch.trueChild());
                nodes.add(branch.falseChild());
            }
        }
        int[] feature = new int[nodes.size()];
        double[] value = new double[nodes.size()];
        int[] left = new int[nodes.size()];
        int children = 1;
        for (int place = 0; place < feature.length; place++) {
            if (nodes.get(place) instanceof Branch branch) {
                feature[place] = branch.feature();
                value[place] = branch.threshold();
                left[place] = children;
                children += 2;
            } else {
                feature[place] = FlatTree.LEAF;
                value[place] = ((Leaf) nodes.get(place)).probability();
            }
        }
        return new FlatTree(feature, value, left);
    }
}
