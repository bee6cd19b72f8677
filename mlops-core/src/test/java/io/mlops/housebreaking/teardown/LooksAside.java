package io.mlops.housebreaking.teardown;

import io.mlops.run.PipelineExecution;
import java.time.Instant;

/** Breaks a rule on purpose. */
final class LooksAside {
    private LooksAside() {}

    static String look(PipelineExecution execution) {
        return execution.id() + Instant.now();
    }
}
