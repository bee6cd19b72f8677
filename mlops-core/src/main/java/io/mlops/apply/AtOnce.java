package io.mlops.apply;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Makes calls that do not need one another at the same time: what costs is the way to AWS and back. */
final class AtOnce implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool(runnable -> {
        Thread thread = new Thread(runnable, "mlops-call");
        thread.setDaemon(true);
        return thread;
    });

    /** Makes calls that give nothing, waits for all of them, and throws what the first that failed threw. */
    static void run(List<Runnable> calls) {
        try (AtOnce atOnce = new AtOnce()) {
            List<CompletableFuture<Void>> begun = calls.stream()
                    .map(call -> CompletableFuture.runAsync(call, atOnce.threads))
                    .toList();
            answer(CompletableFuture.allOf(begun.toArray(CompletableFuture<?>[]::new)));
        }
    }

    /**
     * Begins a call.
     *
     * @return waits for its answer, or throws what it threw
     */
    <T> Supplier<T> ask(Supplier<T> call) {
        CompletableFuture<T> answer = CompletableFuture.supplyAsync(call, threads);
        return () -> answer(answer);
    }

    private static <T> T answer(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            } else if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
