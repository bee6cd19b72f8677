package io.mlops.training.forest;

import io.mlops.training.data.SplitMix64;
import io.mlops.training.model.FlatTreeBuilder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinTask;

/**
 * One tree over binned columns. The numbers of the drawn rows lie in one array, in which each node has its part: a split
 * moves them within that part, and nothing else is copied. Features are drawn as {@link SmileTree} draws them.
 */
final class HistogramTree {
    /** Nodes of so many rows are searched by several threads, a column each. */
    private static final int ROWS_FOR_THREADS = 1 << 15;

    private final BinnedColumn[] columns;
    private final GrowthSettings settings;
    private final SplitMix64 random;
    private final Tally tally;
    private final BinSearch search;
    private final int[] rows;
    private final int[] spare;
    private final int[] drawOrder;
    private final double[] gains;
    private final FlatTreeBuilder tree = new FlatTreeBuilder();
    private final Deque<Part> open = new ArrayDeque<>();

    /** A node that may yet be split: its place, its part of the rows, its depth in edges and its sums. */
    private record Part(int place, int lo, int hi, int depth, NodeSums sums) {}

    HistogramTree(BinnedColumn[] columns, Tally tally, int[] draws, GrowthSettings settings, SplitMix64 random) {
        this.columns = columns;
        this.settings = settings;
        this.random = random;
        this.tally = tally;
        this.search = new BinSearch(columns, tally, settings.minSamplesLeaf());
        this.rows = drawn(draws);
        this.spare = new int[rows.length];
        this.gains = new double[columns.length];
        this.drawOrder = new int[columns.length];
        Arrays.setAll(drawOrder, column -> column);
    }

    private static int[] drawn(int[] draws) {
        int count = 0;
        for (int draw : draws) {
            count += draw > 0 ? 1 : 0;
        }
        int[] rows = new int[count];
        int next = 0;
        for (int row = 0; row < draws.length; row++) {
            if (draws[row] > 0) {
                rows[next++] = row;
            }
        }
        return rows;
    }

    /** Grows the tree; once. */
    GrownTree grow() {
        NodeSums whole = tally.sums(rows, 0, rows.length);
        open.push(new Part(tree.addLeaf(tally.prediction(whole), whole.count()), 0, rows.length, 0, whole));
        while (!open.isEmpty()) {
            Part part = open.pop();
            if (part.depth() < settings.maxDepth()
                    && part.sums().count() >= 2 * settings.minSamplesLeaf()
                    && !tally.isPure(part.sums(), rows, part.lo(), part.hi())) {
                best(part).ifPresent(split -> split(part, split));
            }
        }
        return new GrownTree(tree.build(), gains);
    }

    /** The best split of the columns that are drawn: so many as are wanted, and on until one is not constant. */
    private Optional<BinSplit> best(Part part) {
        int wanted = Math.min(settings.maxFeatures(), columns.length);
        for (int drawn = 0; drawn < wanted; drawn++) {
            draw(drawn);
        }
        boolean threads = part.hi() - part.lo() >= ROWS_FOR_THREADS && ForkJoinTask.inForkJoinPool() && wanted > 1;
        List<Found> found = threads ? together(part, wanted) : oneByOne(part, 0, wanted);
        for (int drawn = wanted; drawn < columns.length && found.stream().allMatch(Found::constant); drawn++) {
            draw(drawn);
            found = oneByOne(part, drawn, drawn + 1);
        }
        Optional<BinSplit> best = Optional.empty();
        for (Found each : found) {
            if (each.split().isPresent()
                    && (best.isEmpty()
                            || each.split().get().purity() > best.get().purity())) {
                best = each.split();
            }
        }
        return best;
    }

    /** What the search of one column gave. */
    private record Found(Optional<BinSplit> split, boolean constant) {
        static Found of(BinSearch search, int[] rows, Part part, int column) {
            Optional<BinSplit> split = search.best(rows, part.lo(), part.hi(), part.sums(), column);
            return new Found(split, search.isConstant());
        }
    }

    private List<Found> oneByOne(Part part, int from, int to) {
        List<Found> found = new ArrayList<>(to - from);
        for (int drawn = from; drawn < to; drawn++) {
            found.add(Found.of(search, rows, part, drawOrder[drawn]));
        }
        return found;
    }

    private List<Found> together(Part part, int wanted) {
        List<ForkJoinTask<Found>> tasks = new ArrayList<>();
        for (int drawn = 0; drawn < wanted; drawn++) {
            int column = drawOrder[drawn];
            BinSearch own = drawn == 0 ? search : search.another();
            tasks.add(ForkJoinTask.adapt(() -> Found.of(own, rows, part, column)));
        }
        ForkJoinTask.invokeAll(tasks);
        return tasks.stream().map(ForkJoinTask::join).toList();
    }

    private void draw(int drawn) {
        int other = drawn + random.nextInt(drawOrder.length - drawn);
        int column = drawOrder[other];
        drawOrder[other] = drawOrder[drawn];
        drawOrder[drawn] = column;
    }

    private void split(Part part, BinSplit split) {
        BinnedColumn column = columns[split.column()];
        gains[split.column()] += Math.max(0, split.purity() - part.sums().purity());
        int middle = partition(column.bins(), split.left(), part.lo(), part.hi());
        NodeSums right = part.sums().minus(split.leftSums());
        int place = tree.addLeaf(
                tally.prediction(split.leftSums()), split.leftSums().count());
        tree.addLeaf(tally.prediction(right), right.count());
        if (column.isCategorical()) {
            tree.set(part.place(), split.column(), column.set(split.left()), place);
        } else {
            double threshold = column.threshold(split.lower(), split.upper());
            tree.cut(part.place(), split.column(), threshold, split.left()[column.count() - 1], place);
        }
        open.push(new Part(place + 1, middle, part.hi(), part.depth() + 1, right));
        open.push(new Part(place, part.lo(), middle, part.depth() + 1, split.leftSums()));
    }

    /** Moves the rows that go left before those that go right; both keep their order. */
    private int partition(byte[] bins, boolean[] left, int lo, int hi) {
        int next = lo;
        int moved = 0;
        for (int i = lo; i < hi; i++) {
            int row = rows[i];
            // Both are written and one is kept: no branch to mispredict.
            rows[next] = row;
            spare[moved] = row;
            int step = left[bins[row] & 0xff] ? 1 : 0;
            next += step;
            moved += 1 - step;
        }
        System.arraycopy(spare, 0, rows, next, moved);
        return next;
    }
}
