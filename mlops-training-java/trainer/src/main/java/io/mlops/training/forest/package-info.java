/**
 * Grows a forest of Smile's trees. No other package sees Smile.
 *
 * <p>Smile 2.6.0 grows; the search for the best cut and the nodes are ours, because Smile's skip most cuts between tied
 * values and join leaves that differ in probability alone.
 */
@NullMarked
package io.mlops.training.forest;

import org.jspecify.annotations.NullMarked;
