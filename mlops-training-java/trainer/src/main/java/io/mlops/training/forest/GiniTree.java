package io.mlops.training.forest;

import io.mlops.training.data.SplitMix64;
import java.util.Arrays;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import smile.base.cart.CART;
import smile.base.cart.LeafNode;
import smile.base.cart.Node;
import smile.base.cart.Split;

/**
 * One of Smile's classification trees, with its faults mended.
 *
 * <p>Smile's {@code CART} keeps the rows of each node together, splits nodes and links them. What differs from its {@code
 * DecisionTree}: every cut between two distinct values is tried, not only those where two neighbours' labels differ; leaves
 * that vote alike stay apart and are not smoothed; nodes are ours; depth counts edges; features are drawn as
 * scikit-learn's splitter draws them (without replacement, {@code max_features} of them, and on until one is not
 * constant). Smile's sorted index arrays, most of its time and memory, are not used: see {@link CutSearch}.
 */
final class GiniTree extends CART {
    private static final long serialVersionUID = 1L;

    private final transient RankedColumns columns;
    private final transient CutSearch search;
    private final transient SplitMix64 random;
    private final transient GrowthSettings settings;
    private final transient int[] draws;
    private final transient int[] drawOrder;
    private transient Optional<Split> found = Optional.empty();
    private transient int edges;

    GiniTree(TrainingFrame frame, Bootstrap bootstrap, GrowthSettings settings, SplitMix64 random) {
        // One feature a node as Smile counts them: the draw is ours. Smile counts nodes where we count edges.
        super(
                frame.predictors(),
                frame.response(),
                settings.maxDepth() + 1,
                Integer.MAX_VALUE,
                settings.minSamplesLeaf(),
                1,
                bootstrap.samples(),
                new int[frame.columns().columns()][]);
        this.columns = frame.columns();
        this.settings = settings;
        this.random = random;
        this.draws = bootstrap.draws();
        this.search = new CutSearch(columns, draws, index.length, settings.minSamplesLeaf());
        this.drawOrder = new int[columns.columns()];
        Arrays.setAll(drawOrder, column -> column);
    }

    /** Grows the tree; once. */
    Node grow() {
        Leaf whole = leaf(index);
        root = whole;
        findBestSplit(whole, 0, index.length, new boolean[columns.columns()]).ifPresent(split -> split(split, null));
        Node grown = root;
        clear();
        return grown;
    }

    @Override
    protected boolean split(Split split, @Nullable PriorityQueue<Split> queue) {
        edges = ((RankSplit) split).edges() + 1;
        return super.split(split, queue);
    }

    @Override
    protected Optional<Split> findBestSplit(LeafNode node, int lo, int hi, boolean[] constant) {
        Leaf leaf = (Leaf) node;
        if (edges >= settings.maxDepth() || leaf.isPure() || leaf.size() < 2 * settings.minSamplesLeaf()) {
            return Optional.empty();
        }
        Optional<Cut> best = draw(leaf, lo, hi, constant);
        if (best.isEmpty()) {
            return Optional.empty();
        }
        found = best.map(cut -> toSplit(leaf, lo, hi, cut));
        // The children's knowledge of constant columns is a field that only Smile's own search can set: it is run with
        // the one column that was chosen, gets `found` for it, and the array that it sets is then given its content.
        boolean[] known = new boolean[constant.length];
        Arrays.fill(known, true);
        known[best.get().column()] = false;
        Optional<Split> split = super.findBestSplit(node, lo, hi, known);
        System.arraycopy(constant, 0, known, 0, known.length);
        return split;
    }

    @Override
    protected Optional<Split> findBestSplit(LeafNode node, int column, double impurity, int lo, int hi) {
        return found;
    }

    private Optional<Cut> draw(Leaf leaf, int lo, int hi, boolean[] constant) {
        Optional<Cut> best = Optional.empty();
        int useful = 0;
        for (int drawn = 0; drawn < drawOrder.length && (drawn < settings.maxFeatures() || useful == 0); drawn++) {
            int column = drawColumn(drawn);
            if (constant[column]) {
                continue;
            }
            Optional<Cut> cut = search.best(index, lo, hi, leaf, column);
            constant[column] = search.isConstant();
            useful += constant[column] ? 0 : 1;
            if (cut.isPresent()
                    && (best.isEmpty() || cut.get().purity() > best.get().purity())) {
                best = cut;
            }
        }
        return best;
    }

    private int drawColumn(int drawn) {
        int other = drawn + random.nextInt(drawOrder.length - drawn);
        int column = drawOrder[other];
        drawOrder[other] = drawOrder[drawn];
        drawOrder[drawn] = column;
        return column;
    }

    private Split toSplit(Leaf leaf, int lo, int hi, Cut cut) {
        double share = leaf.probability();
        double gain = cut.purity() / leaf.size() - (share * share + (1 - share) * (1 - share));
        double threshold = columns.threshold(cut.column(), cut.lowerRank(), cut.upperRank());
        return new RankSplit(leaf, lo, hi, cut, gain, threshold, columns.ranks(cut.column()), edges);
    }

    @Override
    protected double impurity(LeafNode node) {
        double share = ((Leaf) node).probability();
        return 2 * share * (1 - share);
    }

    @Override
    protected LeafNode newNode(int[] rows) {
        return leaf(rows);
    }

    private Leaf leaf(int[] rows) {
        int size = 0;
        int positives = 0;
        for (int row : rows) {
            size += Bootstrap.drawn(draws[row]);
            positives += Bootstrap.drawnPositive(draws[row]);
        }
        return new Leaf(size, positives);
    }
}
