/** Application Auto Scaling of endpoint variants: targets and policies are kept, and nothing is scaled. */
@NullMarked
package io.mlops.local.autoscaling;

import org.jspecify.annotations.NullMarked;
