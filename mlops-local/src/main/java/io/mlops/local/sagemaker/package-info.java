/**
 * SageMaker: the model registry, training jobs and endpoints that really run, and their invocation. A container image
 * stands for a command of this machine ({@code LocalAwsBuilder.image}); its {@code /opt/ml} is a private directory
 * that {@code SAGEMAKER_BASE_DIR} names, since no local process can have that path.
 */
@NullMarked
package io.mlops.local.sagemaker;

import org.jspecify.annotations.NullMarked;
