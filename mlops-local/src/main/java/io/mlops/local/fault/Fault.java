package io.mlops.local.fault;

import io.mlops.local.call.Operation;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/** A fault that was set. */
public final class Fault {
    private final Predicate<Operation> calls;
    private final IntPredicate occasions;
    private final Consumer<Operation> effect;
    private final Consumer<Fault> remover;
    private final AtomicInteger seen = new AtomicInteger();
    private final AtomicInteger hits = new AtomicInteger();

    Fault(Predicate<Operation> calls, IntPredicate occasions, Consumer<Operation> effect, Consumer<Fault> remover) {
        this.calls = calls;
        this.occasions = occasions;
        this.effect = effect;
        this.remover = remover;
    }

    void meet(Operation operation) {
        if (calls.test(operation) && occasions.test(seen.incrementAndGet())) {
            hits.incrementAndGet();
            effect.accept(operation);
        }
    }

    /**
     * Counts the calls that met it.
     *
     * @return from 0
     */
    public int hits() {
        return hits.get();
    }

    /** Takes it back; calls that it holds up go on when their time has come. */
    public void remove() {
        remover.accept(this);
    }
}
