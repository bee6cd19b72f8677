/**
 * What would be done: the AWS resources that a description asks for, their dependencies, and the difference to what is
 * there.
 *
 * <p>Pure: no AWS SDK, no clock, no disk, no logging. {@link io.mlops.plan.PipelineResources} turns a {@link
 * io.mlops.spec.PipelineSpec} into a {@link io.mlops.plan.ResourceGraph}; {@link io.mlops.plan.Plan#diff} compares two of
 * them. Imports {@code spec}, {@code plan.iam}, {@code plan.buildspec} and {@code plan.cost}.
 */
@NullMarked
package io.mlops.plan;

import org.jspecify.annotations.NullMarked;
