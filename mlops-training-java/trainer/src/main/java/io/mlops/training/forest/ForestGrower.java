package io.mlops.training.forest;

import io.mlops.training.data.Examples;
import io.mlops.training.data.SplitMix64;
import io.mlops.training.model.FlatForest;
import io.mlops.training.model.FlatTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Grows a forest, tree by tree, each from its own sequence of random numbers: the number of threads changes nothing. */
public final class ForestGrower {
    private final GrowthSettings settings;
    private final GrowthListener listener;
    private int done;

    /**
     * Makes a grower.
     *
     * @param settings how to grow
     * @param listener hears of each tree, and may stop growth
     */
    public ForestGrower(GrowthSettings settings, GrowthListener listener) {
        this.settings = settings;
        this.listener = listener;
    }

    /**
     * Grows a forest; once.
     *
     * @param examples rows of both classes
     * @return the forest, with fewer trees if it was stopped; nothing if it was stopped before the first tree
     */
    public Optional<FlatForest> grow(Examples examples) {
        TrainingFrame frame = TrainingFrame.of(examples);
        ExecutorService executor = Executors.newFixedThreadPool(settings.threads(), ForestGrower::daemon);
        try {
            List<Future<Optional<FlatTree>>> growing = new ArrayList<>();
            for (int tree = 0; tree < settings.trees(); tree++) {
                int number = tree;
                growing.add(executor.submit(() -> grow(frame, examples, number)));
            }
            List<FlatTree> grown = new ArrayList<>();
            for (Future<Optional<FlatTree>> tree : growing) {
                result(tree).ifPresent(grown::add);
            }
            return grown.isEmpty() ? Optional.empty() : Optional.of(FlatForest.of(examples.features(), grown));
        } finally {
            executor.shutdownNow();
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "forest");
        thread.setDaemon(true);
        return thread;
    }

    private Optional<FlatTree> grow(TrainingFrame frame, Examples examples, int number) {
        if (listener.isStopped()) {
            return Optional.empty();
        }
        // Stream 0 parts training from validation.
        SplitMix64 random = SplitMix64.ofStream(settings.seed(), number + 1L);
        Bootstrap bootstrap = Bootstrap.draw(examples.positive(), random);
        FlatTree tree = Flattening.flatten(new GiniTree(frame, bootstrap, settings, random).grow());
        synchronized (this) {
            done++;
            listener.grown(done, settings.trees());
        }
        return Optional.of(tree);
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while trees grew", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("a tree could not be grown", e.getCause());
        }
    }
}
