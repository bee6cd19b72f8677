/**
 * CodeBuild: projects whose builds run on this machine, with the phases, failure rules, environment, logs, artifacts and
 * reports of AWS's.
 */
@NullMarked
package io.mlops.local.codebuild;

import org.jspecify.annotations.NullMarked;
