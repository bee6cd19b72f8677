/** KMS: symmetric keys by name alone; nothing is encrypted with them. */
@NullMarked
package io.mlops.local.kms;

import org.jspecify.annotations.NullMarked;
