package io.mlops.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.Examples;
import io.mlops.plan.Pipeline;
import io.mlops.plan.ResourceId;
import io.mlops.plan.ResourceType;
import org.junit.jupiter.api.Test;

class PipelineDeclarationsTest {
    @Test
    void readsBackWhatItWrites() {
        Pipeline pipeline = (Pipeline) Examples.graph(Examples.spec())
                .find(new ResourceId(ResourceType.PIPELINE, "fraud-detection"))
                .orElseThrow();

        assertThat(PipelineDeclarations.read(PipelineDeclarations.write(pipeline), pipeline.tags()))
                .isEqualTo(pipeline);
    }
}
