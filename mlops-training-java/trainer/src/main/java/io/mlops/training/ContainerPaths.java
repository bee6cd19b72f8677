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

    static ContainerPaths of(Map<String, String> environment) {
        return new ContainerPaths(Path.of(environment.getOrDefault(BASE_VARIABLE, "/opt/ml")));
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

    Path failure() {
        return base.resolve("output/failure");
    }
}
