/**
 * Running it: starts an execution of an applied pipeline, watches it and explains its failure. Imports {@code spec},
 * {@code plan}, {@code apply}, {@code aws} and the AWS SDK.
 */
@NullMarked
package io.mlops.run;

import org.jspecify.annotations.NullMarked;
