/**
 * The trainer image's commands: {@code train} and {@code serve}, under SageMaker's container contracts.
 *
 * <p>{@link io.mlops.training.data} reads rows, {@link io.mlops.training.forest} grows trees (and alone sees Smile),
 * {@link io.mlops.training.model} is the flat forest and its file, {@link io.mlops.training.evaluation} judges it and
 * {@link io.mlops.training.serving} answers requests with it.
 */
@NullMarked
package io.mlops.training;

import org.jspecify.annotations.NullMarked;
