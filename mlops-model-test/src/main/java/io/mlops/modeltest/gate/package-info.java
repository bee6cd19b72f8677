/** The verdict, and how the model registry hears of it. */
@NullMarked
package io.mlops.modeltest.gate;

import org.jspecify.annotations.NullMarked;
