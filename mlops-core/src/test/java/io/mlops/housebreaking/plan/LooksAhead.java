package io.mlops.housebreaking.plan;

import io.mlops.apply.Apply;

/** Breaks a rule on purpose. */
final class LooksAhead {
    private LooksAhead() {}

    static int look(Apply apply) {
        return apply.hashCode();
    }
}
