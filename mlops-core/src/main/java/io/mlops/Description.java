package io.mlops;

import io.mlops.spec.ModelTest;
import io.mlops.spec.PipelineOptions;
import io.mlops.spec.PipelineSpec;
import io.mlops.spec.Source;
import io.mlops.spec.Stage;
import io.mlops.spec.Tools;
import io.mlops.spec.Training;
import java.util.List;

/** A description as a file has it: without the jars, which whoever reads it has at hand. */
record Description(
        String schema,
        String name,
        Source source,
        Training training,
        String modelPackageGroup,
        ModelTest test,
        List<Stage> stages,
        PipelineOptions options) {
    /** The form that this version writes and reads. */
    static final String SCHEMA = "mlops.pipeline/1";

    static Description of(PipelineSpec spec) {
        return new Description(
                SCHEMA,
                spec.name(),
                spec.source(),
                spec.training(),
                spec.modelPackageGroup(),
                spec.test(),
                spec.stages(),
                spec.options());
    }

    PipelineSpec spec(Tools tools) {
        return new PipelineSpec(name, source, training, modelPackageGroup, test, stages, options, tools);
    }
}
