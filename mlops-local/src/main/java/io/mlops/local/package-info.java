/**
 * AWS on loopback: {@link io.mlops.local.LocalAws} starts it. It speaks the AWS wire protocols to unmodified SDKs and
 * the AWS CLI, and what it is asked to run it runs.
 */
@NullMarked
package io.mlops.local;

import org.jspecify.annotations.NullMarked;
