/** Rows as they arrive, in CSV: what a column is, what a field means, and what is refused, with its place. */
@NullMarked
package io.mlops.training.data;

import org.jspecify.annotations.NullMarked;
