package io.mlops.local.account;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The services' state, by account and region. */
public final class Stores {
    private final Map<Key, Object> stores = new ConcurrentHashMap<>();

    private record Key(Class<?> type, Scope scope) {}

    /** Holds no state yet. */
    public Stores() {}

    /**
     * Gives a service's state for an account and region, made on first use.
     *
     * @param type the state's class
     * @param scope the account and region; global services use one region's name for all
     * @param make makes the state
     * @param <S> the state's class
     * @return the state
     */
    public <S> S of(Class<S> type, Scope scope, Function<Scope, S> make) {
        return type.cast(stores.computeIfAbsent(new Key(type, scope), key -> make.apply(key.scope())));
    }
}
