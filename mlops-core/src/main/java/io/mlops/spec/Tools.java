package io.mlops.spec;

/**
 * The jars that run in the pipeline, by digest: a changed jar is a changed description.
 *
 * @param launcher runs in the Train build
 * @param modelTest runs in the Test build
 * @param lambdaDeploy runs in the Lambda function
 */
public record Tools(Tool launcher, Tool modelTest, Tool lambdaDeploy) {}
