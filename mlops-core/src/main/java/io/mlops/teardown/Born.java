package io.mlops.teardown;

import java.util.function.BooleanSupplier;

/**
 * Something that a pipeline made at run time.
 *
 * @param what as {@code endpoint fraud}
 * @param deletion deletes it; does nothing where it is gone
 * @param isThere looks again
 */
record Born(String what, Runnable deletion, BooleanSupplier isThere) {}
