/** The suite file and its labelled rows: what a model is asked, and what counts as good enough. */
@NullMarked
package io.mlops.modeltest.suite;

import org.jspecify.annotations.NullMarked;
