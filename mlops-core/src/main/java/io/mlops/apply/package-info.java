/**
 * Doing it: brings an account to what a plan says. One provisioner for each type of resource reads it into the plan's own
 * records, creates, updates and deletes it; independent resources are done at the same time.
 *
 * <p>Creating a CodePipeline pipeline starts it at once (CodePipeline user guide, create a pipeline), before there is
 * anything to train on: {@link io.mlops.apply.Apply} stops that first execution and waits until it has ended.
 *
 * <p>Imports {@code spec}, {@code plan}, {@code aws} and the AWS SDK.
 */
@NullMarked
package io.mlops.apply;

import org.jspecify.annotations.NullMarked;
