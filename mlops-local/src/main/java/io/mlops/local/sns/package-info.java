/** SNS: standard topics, whose messages are kept in files and sent to Lambda functions. */
@NullMarked
package io.mlops.local.sns;

import org.jspecify.annotations.NullMarked;
