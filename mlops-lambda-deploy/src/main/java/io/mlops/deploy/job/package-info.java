/** CodePipeline's job: the event, the continuation token, and the one answer to each. */
@NullMarked
package io.mlops.deploy.job;

import org.jspecify.annotations.NullMarked;
