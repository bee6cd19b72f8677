/**
 * IAM policies as values: one least-privilege role for each actor of a pipeline. Pure; imports {@code spec} alone, so that
 * {@code plan} may build its roles from it.
 */
@NullMarked
package io.mlops.plan.iam;

import org.jspecify.annotations.NullMarked;
