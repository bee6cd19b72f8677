/** What the function says of its work: structured log lines and CloudWatch metrics, both on standard output. */
@NullMarked
package io.mlops.deploy.report;

import org.jspecify.annotations.NullMarked;
