package io.mlops.apply;

import io.mlops.plan.Resource;
import java.util.Optional;

/** Reads and changes resources of one type. Each call may be repeated after it was cut off. */
interface Provisioner<R extends Resource> {
    Class<R> type();

    Optional<R> read(String name);

    void create(R wanted);

    void update(R before, R after);

    /** Deletes the resource with what only exists inside it; one that is already gone is no failure. */
    void delete(R resource);
}
