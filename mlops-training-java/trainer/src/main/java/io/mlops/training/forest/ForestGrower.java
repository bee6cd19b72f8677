package io.mlops.training.forest;

import io.mlops.training.data.Examples;
import io.mlops.training.model.FlatForest;
import io.mlops.training.model.FlatTree;
import io.mlops.training.model.ForestShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Grows a forest, tree by tree, each from its own sequence of random numbers: the number of threads changes nothing. */
public final class ForestGrower {
    private final Engine engine;
    private final GrowthSettings settings;
    private final GrowthListener listener;
    private final TreeStore store;
    private final TreeMap<Integer, GrownTree> grown = new TreeMap<>();

    /**
     * Makes a grower.
     *
     * @param engine what grows the trees
     * @param settings how to grow
     * @param listener hears of each tree, and may stop growth
     * @param store keeps trees, and gives those of an earlier training
     */
    public ForestGrower(Engine engine, GrowthSettings settings, GrowthListener listener, TreeStore store) {
        this.engine = engine;
        this.settings = settings;
        this.listener = listener;
        this.store = store;
    }

    /**
     * Grows a forest; once.
     *
     * @param examples rows with the features as this engine wants them: for {@link Engine#SMILE} without missing values
     * @return the forest, with fewer trees if it was stopped; nothing if it was stopped before the first tree
     */
    public Optional<GrownForest> grow(Examples examples) {
        store.load().forEach((number, tree) -> {
            if (number < settings.trees()) {
                grown.put(number, tree);
            }
        });
        ForkJoinPool pool = new ForkJoinPool(settings.threads());
        try {
            TreeSource source = result(pool.submit(() -> TreeSource.of(engine, examples, settings)));
            int[] wanted = IntStream.range(0, settings.trees())
                    .filter(number -> !grown.containsKey(number))
                    .toArray();
            List<Future<?>> growing = new ArrayList<>();
            for (int number : wanted) {
                growing.add(pool.submit(() -> grow(source, number)));
            }
            growing.forEach(ForestGrower::result);
            return grown.isEmpty() ? Optional.empty() : Optional.of(join(examples));
        } finally {
            pool.shutdownNow();
        }
    }

    private void grow(TreeSource source, int number) {
        if (!listener.isStopped()) {
            GrownTree tree = source.grow(number);
            synchronized (this) {
                grown.put(number, tree);
                store.keep(number, tree);
                listener.grown(grown.size(), settings.trees());
            }
        }
    }

    private GrownForest join(Examples examples) {
        List<FlatTree> trees = grown.values().stream().map(GrownTree::tree).toList();
        double[] importances = new double[examples.features().size()];
        for (Map.Entry<Integer, GrownTree> each : grown.entrySet()) {
            addShares(each.getValue().gains(), importances);
        }
        double sum = Arrays.stream(importances).sum();
        return new GrownForest(
                FlatForest.of(ForestShape.of(examples.features(), examples.labels()), trees),
                List.copyOf(grown.keySet()),
                Arrays.stream(importances)
                        .mapToObj(each -> sum == 0 ? 0 : each / sum)
                        .toList());
    }

    /** Each tree counts the same, as in scikit-learn. */
    private static void addShares(double[] gains, double[] to) {
        double sum = Arrays.stream(gains).sum();
        for (int feature = 0; feature < gains.length && sum > 0; feature++) {
            to[feature] += gains[feature] / sum;
        }
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while trees grew", e);
        } catch (ExecutionException e) {
            for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
                if (cause instanceof Error error) {
                    throw error;
                }
            }
            throw new IllegalStateException("a tree could not be grown: " + e.getCause(), e.getCause());
        }
    }
}
