/**
 * What a pipeline may cost: prices with their dates and sources, and sums that are said to be estimates.
 *
 * <p>Pure; imports nothing of the house. {@link io.mlops.plan.Costs} makes the lines.
 */
@NullMarked
package io.mlops.plan.cost;

import org.jspecify.annotations.NullMarked;
