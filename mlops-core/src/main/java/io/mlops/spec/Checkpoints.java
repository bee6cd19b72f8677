package io.mlops.spec;

/**
 * Where a training job's checkpoints are kept, so that one that is cut off goes on from there.
 *
 * @param prefix the key prefix in the pipeline's bucket
 * @param localPath the directory in the container; {@value #DEFAULT_PATH} unless the image says otherwise
 */
public record Checkpoints(String prefix, String localPath) {
    /** SageMaker's own default. */
    public static final String DEFAULT_PATH = "/opt/ml/checkpoints";
}
