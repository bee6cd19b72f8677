/**
 * Plan toward nothing: stops what runs, deletes what the pipeline made at run time and what apply made, and proves that
 * nothing is left. Only what carries the pipeline's tag, stands under its role path, or is named by its description or by
 * its recorded executions is touched, never what merely has a similar name. Imports {@code spec}, {@code plan}, {@code
 * apply}, {@code aws} and the AWS SDK.
 */
@NullMarked
package io.mlops.teardown;

import org.jspecify.annotations.NullMarked;
