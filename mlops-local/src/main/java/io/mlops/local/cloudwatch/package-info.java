/** CloudWatch: metrics, and alarms that are evaluated as time passes. */
@NullMarked
package io.mlops.local.cloudwatch;

import org.jspecify.annotations.NullMarked;
