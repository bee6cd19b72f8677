package io.mlops.apply;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Does something for each of several keys at the same time, each after those that it needs. Platform threads: measured
 * faster here than virtual ones.
 */
final class ParallelWalk {
    /** As many as a pipeline has resources: what costs is the way to AWS and back. */
    private static final int THREADS = 32;

    private ParallelWalk() {}

    /**
     * Returns the failures, errors among them; a key that needs a failed one is neither tried nor among them.
     *
     * @param order each key after those that it needs
     * @param needs the keys of {@code order} that a key needs
     * @param task what is done for a key
     * @param done takes the keys that were done; empty at first
     */
    static <K> Map<K, Throwable> run(List<K> order, Function<K, Set<K>> needs, Consumer<K> task, Set<K> done) {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, runnable -> {
            Thread thread = new Thread(runnable, "mlops-apply");
            thread.setDaemon(true);
            return thread;
        });
        try {
            Map<K, CompletableFuture<Void>> futures = new LinkedHashMap<>();
            for (K key : order) {
                CompletableFuture<?>[] before =
                        needs.apply(key).stream().map(futures::get).toArray(CompletableFuture<?>[]::new);
                futures.put(
                        key,
                        CompletableFuture.allOf(before)
                                .thenRunAsync(
                                        () -> {
                                            task.accept(key);
                                            done.add(key);
                                        },
                                        threads));
            }
            Map<K, Throwable> failures = new LinkedHashMap<>();
            futures.forEach((key, future) -> failure(future)
                    .filter(failure -> done.containsAll(needs.apply(key)))
                    .ifPresent(failure -> failures.put(key, failure)));
            return failures;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Waits, and takes what was thrown, of whatever kind: by the task, or for want of a thread to run it. */
    private static Optional<Throwable> failure(CompletableFuture<Void> future) {
        try {
            future.join();
            return Optional.empty();
        } catch (CompletionException e) {
            return Optional.of(Optional.ofNullable(e.getCause()).orElse(e));
        }
    }
}
