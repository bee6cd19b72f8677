package io.mlops.housebreaking.aws;

import io.mlops.spec.PipelineSpec;

/** Breaks a rule on purpose. */
final class LooksAhead {
    private LooksAhead() {}

    static String look(PipelineSpec spec) {
        return spec.name();
    }
}
