package io.mlops.spec;

/**
 * How a model package is judged on a temporary endpoint.
 *
 * @param instanceType the temporary endpoint's ML instance type
 * @param suite the suite file's path in the source zip
 * @param approve whether a package that passed is approved; one that failed is rejected either way
 */
public record ModelTest(String instanceType, String suite, boolean approve) {}
