/** The checks and the statistics behind them. */
@NullMarked
package io.mlops.modeltest.check;

import org.jspecify.annotations.NullMarked;
