/**
 * The harness that judges a model package in the Test stage's build: a temporary endpoint, labelled rows, thresholds, and
 * the verdict in the model registry.
 *
 * <p>{@link io.mlops.modeltest.ModelTestCommand} is the program, {@link io.mlops.modeltest.ModelTest} the flow. {@code
 * suite} is what is asked, {@code endpoint} where, {@code check} what was measured, {@code gate} what follows from it,
 * and {@code report} who is told.
 */
@NullMarked
package io.mlops.modeltest;

import org.jspecify.annotations.NullMarked;
