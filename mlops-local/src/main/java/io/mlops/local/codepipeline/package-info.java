/**
 * CodePipeline: pipelines with AWS's structure rules, executions that move through stages by events, and artifacts that
 * pass between actions as zips in S3.
 */
@NullMarked
package io.mlops.local.codepipeline;

import org.jspecify.annotations.NullMarked;
