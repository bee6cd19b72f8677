package io.mlops.deploy.endpoint;

import java.util.Optional;

/**
 * What an endpoint served before a release.
 *
 * @param config the endpoint config's name, empty where there was none
 * @param modelPackage the model package's ARN, where it is still known
 */
record Previous(String config, Optional<String> modelPackage) {}
