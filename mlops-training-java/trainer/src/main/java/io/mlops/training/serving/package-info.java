/** Answers SageMaker's inference requests from a model: {@code /ping} and {@code /invocations}. */
@NullMarked
package io.mlops.training.serving;

import org.jspecify.annotations.NullMarked;
