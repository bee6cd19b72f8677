/** IAM and STS: roles, their policies, sessions, and what each operation asks of them. */
@NullMarked
package io.mlops.local.iam;

import org.jspecify.annotations.NullMarked;
