package io.mlops.training.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Lays out a tree: children are added as a pair, after their parent, each a leaf until it is split. */
public final class FlatTreeBuilder {
    private int[] feature = new int[64];
    private byte[] kind = new byte[64];
    private double[] value = new double[64];
    private int[] left = new int[64];
    private float[] cover = new float[64];
    private final List<long[]> words = new ArrayList<>();
    private final List<double[]> vectors = new ArrayList<>();
    private int wordCount;
    private int outputs = 1;
    private int nodes;

    /** Makes a builder of a tree without nodes. */
    public FlatTreeBuilder() {}

    /**
     * Adds a leaf.
     *
     * @param prediction what it predicts, a number per output
     * @param rows how many rows reach it
     * @return its place
     */
    public int addLeaf(double[] prediction, double rows) {
        if (nodes == feature.length) {
            grow(nodes * 2);
        }
        feature[nodes] = FlatTree.LEAF;
        cover[nodes] = (float) rows;
        if (prediction.length == 1) {
            value[nodes] = prediction[0];
        } else {
            outputs = prediction.length;
            value[nodes] = vectors.size();
            vectors.add(prediction);
        }
        return nodes++;
    }

    private void grow(int size) {
        feature = Arrays.copyOf(feature, size);
        kind = Arrays.copyOf(kind, size);
        value = Arrays.copyOf(value, size);
        left = Arrays.copyOf(left, size);
        cover = Arrays.copyOf(cover, size);
    }

    /**
     * Makes a leaf a cut by a number.
     *
     * @param node the leaf
     * @param by the feature
     * @param threshold the greatest number that goes left
     * @param missingLeft where a missing number goes
     * @param leftChild the place of the left child, which the right one follows
     */
    public void cut(int node, int by, double threshold, boolean missingLeft, int leftChild) {
        feature[node] = by;
        kind[node] = missingLeft ? FlatTree.CUT_MISSING_LEFT : FlatTree.CUT;
        value[node] = threshold;
        left[node] = leftChild;
    }

    /**
     * Makes a leaf a split by a set of categories.
     *
     * @param node the leaf
     * @param by the feature
     * @param set the categories that go left: bit c + 1 for category c, bit 0 for a missing one
     * @param leftChild the place of the left child, which the right one follows
     */
    public void set(int node, int by, long[] set, int leftChild) {
        feature[node] = by;
        kind[node] = FlatTree.SET;
        value[node] = wordCount;
        left[node] = leftChild;
        words.add(set);
        wordCount += set.length;
    }

    /**
     * Ends the tree.
     *
     * @return the tree
     */
    public FlatTree build() {
        double[] kept = new double[vectors.size() * outputs];
        double[] places = Arrays.copyOf(value, nodes);
        int size = 0;
        for (int node = 0; node < nodes && outputs > 1; node++) {
            if (feature[node] == FlatTree.LEAF) {
                System.arraycopy(vectors.get((int) value[node]), 0, kept, size, outputs);
                places[node] = size;
                size += outputs;
            }
        }
        long[] joined = words.stream().flatMapToLong(Arrays::stream).toArray();
        return new FlatTree(
                Arrays.copyOf(feature, nodes),
                Arrays.copyOf(kind, nodes),
                places,
                Arrays.copyOf(left, nodes),
                Arrays.copyOf(cover, nodes),
                joined,
                Arrays.copyOf(kept, size));
    }
}
