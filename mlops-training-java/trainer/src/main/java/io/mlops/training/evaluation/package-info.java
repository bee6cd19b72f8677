/** How good scores are, on rows with a known label. */
@NullMarked
package io.mlops.training.evaluation;

import org.jspecify.annotations.NullMarked;
