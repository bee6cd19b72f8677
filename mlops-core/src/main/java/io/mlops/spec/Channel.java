package io.mlops.spec;

/**
 * A channel of the training job's input.
 *
 * @param name at most 64 characters of {@code [A-Za-z0-9.\-_]}
 * @param prefix the data's key prefix in the pipeline's bucket, as {@code training-data/}
 * @param contentType the MIME type of the data, as {@code text/csv}
 * @param inputMode how the container gets it
 * @param distribution which of several instances gets what
 */
public record Channel(String name, String prefix, String contentType, InputMode inputMode, Distribution distribution) {
    /** How a container gets its data ({@code TrainingInputMode}). */
    public enum InputMode {
        /** Copied to the volume before the training begins. */
        FILE("File"),
        /** As files, read from S3 while the training runs. */
        FAST_FILE("FastFile"),
        /** Through a pipe, once from beginning to end. */
        PIPE("Pipe");

        private final String text;

        InputMode(String text) {
            this.text = text;
        }

        /**
         * Spells the mode as SageMaker does.
         *
         * @return as {@code FastFile}
         */
        @Override
        public String toString() {
            return text;
        }
    }

    /** Which of several instances gets what ({@code S3DataDistributionType}). */
    public enum Distribution {
        /** Each instance gets everything. */
        FULLY_REPLICATED("FullyReplicated"),
        /** Each instance gets a part of the objects. */
        SHARDED_BY_S3_KEY("ShardedByS3Key");

        private final String text;

        Distribution(String text) {
            this.text = text;
        }

        /**
         * Spells the distribution as SageMaker does.
         *
         * @return as {@code ShardedByS3Key}
         */
        @Override
        public String toString() {
            return text;
        }
    }
}
