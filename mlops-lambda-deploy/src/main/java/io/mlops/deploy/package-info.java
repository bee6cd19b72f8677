/**
 * The Lambda function that CodePipeline invokes as its Deploy action: puts exactly the tested model behind an endpoint.
 *
 * <p>{@link io.mlops.deploy.DeployHandler} is the function; {@code job} is what it hears from and says to CodePipeline,
 * {@code artifact} what it reads, {@code endpoint} what it does with SageMaker.
 */
@NullMarked
package io.mlops.deploy;

import org.jspecify.annotations.NullMarked;
