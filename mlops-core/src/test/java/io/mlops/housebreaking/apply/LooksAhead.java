package io.mlops.housebreaking.apply;

import io.mlops.MlopsPipeline;
import io.mlops.run.PipelineExecution;

/** Breaks a rule on purpose. */
final class LooksAhead {
    private LooksAhead() {}

    static String look(PipelineExecution execution, MlopsPipeline pipeline) {
        return execution.id() + pipeline.spec();
    }
}
