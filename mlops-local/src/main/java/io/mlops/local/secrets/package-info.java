/** Secrets Manager, for its random passwords alone. */
@NullMarked
package io.mlops.local.secrets;

import org.jspecify.annotations.NullMarked;
