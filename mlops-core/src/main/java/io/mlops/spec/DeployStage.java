package io.mlops.spec;

/**
 * A stage that puts the tested model behind an endpoint.
 *
 * @param name at most 40 lower-case letters, digits and single dashes; it names the settings file
 * @param endpoint the endpoint's name, at most 63 characters, unique in the pipeline
 * @param instanceType an ML instance type, as {@code ml.m5.large}
 * @param instances from 1
 */
public record DeployStage(String name, String endpoint, String instanceType, int instances) implements Stage {}
