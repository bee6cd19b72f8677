package io.mlops.training.model;

/**
 * One tree in flat arrays, the root first.
 *
 * <p>An inner node has its feature, a value, and the place of its left child; the right child is the next node. By its kind,
 * {@link #CUT} sends a row left whose feature is at most the value, and a missing one right; {@link #CUT_MISSING_LEFT}
 * sends a missing one left; {@link #SET} sends left the categories of the set whose first word is at the value in {@link
 * #words}: the bit of category c is c + 1, that of a missing one 0. A leaf has the feature {@value #LEAF} and no child; its
 * value is what it predicts, or, with several outputs, the place of the first of them in {@link #vectors}. Children come
 * after their parent, so that a walk always ends.
 */
public final class FlatTree {
    /** The feature of a leaf. */
    public static final int LEAF = -1;
    /** At most the threshold: left. Missing: right. Also the kind of a leaf. */
    public static final byte CUT = 0;
    /** At most the threshold, or missing: left. */
    public static final byte CUT_MISSING_LEFT = 1;
    /** In the set: left. */
    public static final byte SET = 2;

    private final int[] feature;
    private final byte[] kind;
    private final double[] value;
    private final int[] left;
    private final float[] cover;
    private final long[] words;
    private final double[] vectors;

    /**
     * Wraps the arrays.
     *
     * @param feature each node's feature, or {@value #LEAF}
     * @param kind each node's kind
     * @param value each node's threshold, place of its set, or prediction
     * @param left each inner node's left child
     * @param cover how many rows of the bootstrap reached each node
     * @param words the sets
     * @param vectors the predictions of leaves with several outputs
     */
    public FlatTree(
            int[] feature, byte[] kind, double[] value, int[] left, float[] cover, long[] words, double[] vectors) {
        this.feature = feature;
        this.kind = kind;
        this.value = value;
        this.left = left;
        this.cover = cover;
        this.words = words;
        this.vectors = vectors;
    }

    /**
     * Counts nodes.
     *
     * @return 1 or above
     */
    public int nodes() {
        return feature.length;
    }

    /**
     * Tells a node's feature.
     *
     * @param node from 0
     * @return the feature, or {@value #LEAF}
     */
    public int feature(int node) {
        return feature[node];
    }

    /**
     * Tells a node's kind.
     *
     * @param node from 0
     * @return {@link #CUT}, {@link #CUT_MISSING_LEFT} or {@link #SET}
     */
    public byte kind(int node) {
        return kind[node];
    }

    /**
     * Tells a node's value.
     *
     * @param node from 0
     * @return threshold, place of the set, prediction, or place of the predictions
     */
    public double value(int node) {
        return value[node];
    }

    /**
     * Tells a node's left child.
     *
     * @param node from 0
     * @return the child's place; 0 for a leaf
     */
    public int left(int node) {
        return left[node];
    }

    /**
     * Tells how many rows reached a node while it grew.
     *
     * @param node from 0
     * @return above 0
     */
    public float cover(int node) {
        return cover[node];
    }

    /**
     * Gives the sets of categories.
     *
     * @return bits; not to be changed
     */
    public long[] words() {
        return words;
    }

    /**
     * Gives the predictions of leaves with several outputs.
     *
     * @return numbers; not to be changed
     */
    public double[] vectors() {
        return vectors;
    }

    /** Where a row ends up; {@code categories} counts those of each feature. */
    int leaf(double[] row, int[] categories) {
        int node = 0;
        int split = feature[0];
        while (split >= 0) {
            node = left[node] + (goesLeft(node, row[split], categories[split]) ? 0 : 1);
            split = feature[node];
        }
        return node;
    }

    boolean goesLeft(int node, double given, int categories) {
        if (kind[node] == CUT) {
            return given <= value[node];
        }
        return kind[node] == CUT_MISSING_LEFT
                ? !(given > value[node])
                : isIn((int) value[node], Math.max(0, Math.min(categories, (int) given + 1)));
    }

    private boolean isIn(int firstWord, int bit) {
        return (words[firstWord + (bit >> 6)] >>> (bit & 63) & 1) != 0;
    }

    double output(int leaf, boolean several, int number) {
        return several ? vectors[(int) value[leaf] + number] : value[leaf];
    }

    /** Says what is wrong with the tree, so that a file that was tampered with can neither loop nor leave the arrays. */
    void check(ForestShape shape) {
        if (feature.length == 0) {
            throw new InvalidModelException("a tree without nodes");
        }
        for (double number : vectors) {
            require(!shape.probabilities() || (number >= 0 && number <= 1), "probability", -1, number);
            require(Double.isFinite(number), "prediction", -1, number);
        }
        for (int node = 0; node < feature.length; node++) {
            require(cover[node] > 0 && Float.isFinite(cover[node]), "cover", node, cover[node]);
            if (feature[node] == LEAF) {
                checkLeaf(node, shape);
            } else {
                checkSplit(node, shape);
            }
        }
    }

    private void checkLeaf(int node, ForestShape shape) {
        require(kind[node] == CUT, "kind of a leaf", node, kind[node]);
        require(left[node] == 0, "child of a leaf", node, left[node]);
        if (shape.outputs() > 1) {
            requirePlace("predictions", node, vectors.length - shape.outputs());
        } else {
            require(Double.isFinite(value[node]), "prediction", node, value[node]);
            require(!shape.probabilities() || (value[node] >= 0 && value[node] <= 1), "probability", node, value[node]);
        }
    }

    private void checkSplit(int node, ForestShape shape) {
        int at = feature[node];
        require(at >= 0 && at < shape.categories().size(), "feature", node, at);
        require(left[node] > node && left[node] < feature.length - 1, "child", node, left[node]);
        require(kind[node] >= CUT && kind[node] <= SET, "kind", node, kind[node]);
        if (kind[node] == SET) {
            require(shape.setWords(at) > 0, "feature of a set", node, at);
            requirePlace("set", node, words.length - shape.setWords(at));
        } else {
            require(Double.isFinite(value[node]), "threshold", node, value[node]);
        }
    }

    private void requirePlace(String what, int node, int last) {
        double place = value[node];
        require(place >= 0 && place <= last && place == (int) place, "place of the " + what, node, place);
    }

    private static void require(boolean holds, String what, int node, double given) {
        if (!holds) {
            throw new InvalidModelException("node " + node + ": " + what + " out of range: " + given);
        }
    }
}
