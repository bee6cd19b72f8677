/** Facts about AWS's operations, generated from AWS's own models by {@code src/facts/generate-facts.py}. */
@NullMarked
package io.mlops.local.facts;

import org.jspecify.annotations.NullMarked;
