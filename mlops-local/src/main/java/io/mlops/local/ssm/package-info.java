/** Systems Manager's Parameter Store. */
@NullMarked
package io.mlops.local.ssm;

import org.jspecify.annotations.NullMarked;
