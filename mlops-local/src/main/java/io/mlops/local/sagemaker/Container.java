package io.mlops.local.sagemaker;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What serves a model: a command that stands for an image, the model's archive and the role that fetches it.
 *
 * @param image the image's URI
 * @param command the command that stands for it, {@code serve} included
 * @param modelData the archive; empty where the image brings its model
 * @param environment the model's own variables
 * @param role the execution role
 * @param isolated whether the container gets no credentials
 */
record Container(
        String image,
        List<String> command,
        Optional<S3Location> modelData,
        Map<String, String> environment,
        ExecutionRole role,
        boolean isolated) {}
