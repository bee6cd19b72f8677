package io.mlops.training.forest;

import io.mlops.training.data.Examples;
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
 * One of Smile's trees, of classes or of numbers, with its faults mended.
 *
 * <p>Smile's {@code CART} keeps the rows of each node together, splits nodes and links them. What differs from its {@code
 * DecisionTree}: every cut between two distinct values is tried, not only those where two neighbours' labels differ; leaves
 * that vote alike stay apart and are not smoothed; nodes are ours; depth counts edges; features are drawn as
 * scikit-learn's splitter draws them (without replacement, {@code max_features} of them, and on until one is not
 * constant). Smile's sorted index arrays, most of its time and memory, are not used: see {@link CutSearch}.
 */
final class SmileTree extends CART {
    private static final long serialVersionUID = 1L;

    private final transient RankedColumns columns;
    private final transient CutSearch search;
    private final transient SplitMix64 random;
    private final transient GrowthSettings settings;
    private final transient Tally tally;
    private final transient double[] gains;
    private final transient int[] drawOrder;
    private transient Optional<Split> found = Optional.empty();
    private transient int edges;

    SmileTree(TrainingFrame frame, Examples examples, int[] draws, GrowthSettings settings, SplitMix64 random) {
        // One feature a node as Smile counts them: the draw is ours. Smile counts nodes where we count edges.
        super(
                frame.predictors(),
                frame.response(),
                settings.maxDepth() + 1,
                Integer.MAX_VALUE,
                settings.minSamplesLeaf(),
                1,
                draws,
                new int[frame.columns().columns()][]);
        this.columns = frame.columns();
        this.settings = settings;
        this.random = random;
        this.tally = Tally.of(examples, draws, Math.max(1, columns.mostDistinct()));
        this.search = new CutSearch(columns, tally, index.length, settings.minSamplesLeaf());
        this.gains = new double[columns.columns()];
        this.drawOrder = new int[columns.columns()];
        Arrays.setAll(drawOrder, column -> column);
    }

    /** Grows the tree; once. */
    GrownTree grow() {
        Leaf whole = leaf(index, 0, index.length);
        root = whole;
        findBestSplit(whole, 0, index.length, new boolean[columns.columns()]).ifPresent(split -> split(split, null));
        Node grown = root;
        clear();
        return new GrownTree(Flattening.flatten(grown, tally), gains);
    }

    @Override
    protected boolean split(Split split, @Nullable PriorityQueue<Split> queue) {
        edges = ((RankSplit) split).edges() + 1;
        return super.split(split, queue);
    }

    @Override
    protected Optional<Split> findBestSplit(LeafNode node, int lo, int hi, boolean[] constant) {
        Leaf leaf = (Leaf) node;
        if (edges >= settings.maxDepth()
                || tally.isPure(leaf.sums(), index, lo, hi)
                || leaf.size() < 2 * settings.minSamplesLeaf()) {
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
            Optional<Cut> cut = search.best(index, lo, hi, leaf.sums(), column);
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
        double gain = Math.max(0, cut.purity() - leaf.sums().purity());
        gains[cut.column()] += gain;
        double threshold = columns.threshold(cut.column(), cut.lowerRank(), cut.upperRank());
        return new RankSplit(leaf, lo, hi, cut, gain / leaf.size(), threshold, columns.ranks(cut.column()), edges);
    }

    /** Smile asks whether there is any: a pure node is not split, but that is found by {@link Tally}. */
    @Override
    protected double impurity(LeafNode node) {
        return 1;
    }

    @Override
    protected LeafNode newNode(int[] rows) {
        return leaf(rows, 0, rows.length);
    }

    private Leaf leaf(int[] rows, int lo, int hi) {
        return new Leaf(tally.sums(rows, lo, hi));
    }
}
