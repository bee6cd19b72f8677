/**
 * Lambda: a function's code in a JVM of its own, driven through the Lambda Runtime API by AWS's own runtime interface
 * client.
 */
@NullMarked
package io.mlops.local.lambda;

import org.jspecify.annotations.NullMarked;
