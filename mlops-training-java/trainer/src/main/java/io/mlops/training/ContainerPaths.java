package io.mlops.training;

import java.nio.file.Path;
import java.util.Map;

/**
 * SageMaker's file tree in a container (SageMaker developer guide, "How Amazon SageMaker provides training information").
 *
 * @param base {@code /opt/ml}
 */
record ContainerPaths(Path base) {
    /** Names another base directory, as AWS's own training and inference toolkits have it. */
    static final String BASE_VARIABLE = "SAGEMAKER_BASE_DIR";

    private static final Path CONTAINER = Path.of("/opt/ml");

    static ContainerPaths of(Map<String, String> environment) {
        String base = environment.get(BASE_VARIABLE);
        return new ContainerPaths(base == null ? CONTAINER : Path.of(base));
    }

    /** Tells whether this is a container's own tree: the variable is not set, or says what holds without it. */
    boolean inContainer() {
        return base.normalize().equals(CONTAINER);
    }

    Path hyperparameters() {
        return base.resolve("input/config/hyperparameters.json");
    }

    Path channel(String name) {
        return base.resolve("input/data").resolve(name);
    }

    Path model() {
        return base.resolve("model");
    }

    Path outputData() {
        return base.resolve("output/data");
    }

    /** There only if the training job was given a place in S3 for checkpoints. */
    Path checkpoints() {
        return base.resolve("checkpoints");
    }

    Path failure() {
        return base.resolve("output/failure");
    }
}
