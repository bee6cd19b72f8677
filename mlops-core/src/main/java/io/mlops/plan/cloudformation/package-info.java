/**
 * The pipeline's resources as a CloudFormation template, for teams whose rule is CloudFormation.
 *
 * <p>{@link io.mlops.plan.cloudformation.CloudFormation#template} renders the same graph that apply works along, with the
 * same properties. Pure. Imports {@code spec} and {@code plan}.
 */
@NullMarked
package io.mlops.plan.cloudformation;

import org.jspecify.annotations.NullMarked;
