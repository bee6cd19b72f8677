/**
 * The doorway: describe a pipeline with {@link io.mlops.MlopsPipelineBuilder}, then plan, apply, start and destroy the
 * {@link io.mlops.MlopsPipeline}. It imports every step and is imported by none; where AWS is comes from {@link
 * io.mlops.aws.Aws}.
 */
@NullMarked
package io.mlops;

import org.jspecify.annotations.NullMarked;
