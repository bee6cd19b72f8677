/** The pipeline's artifacts, read with the job's own credentials, and the checks on what they say. */
@NullMarked
package io.mlops.deploy.artifact;

import org.jspecify.annotations.NullMarked;
