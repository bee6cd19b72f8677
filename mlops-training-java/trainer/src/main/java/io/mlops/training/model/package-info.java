/** A trained model: features, labels and a flat forest, and the one file that holds them. */
@NullMarked
package io.mlops.training.model;

import org.jspecify.annotations.NullMarked;
