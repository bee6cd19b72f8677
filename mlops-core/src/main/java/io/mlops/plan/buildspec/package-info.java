/**
 * Buildspecs as values: what the two CodeBuild projects run. They are given to the projects inline, so that the team's
 * source needs none. Pure; imports {@code contract} alone.
 */
@NullMarked
package io.mlops.plan.buildspec;

import org.jspecify.annotations.NullMarked;
