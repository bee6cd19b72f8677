package io.mlops.local.call;

import java.lang.reflect.Method;
import java.util.Optional;
import software.amazon.awssdk.core.SdkRequest;

/**
 * An operation of a service.
 *
 * @param service its service
 * @param name AWS's name, as {@code CreatePipeline}
 * @param input the SDK's request class
 * @param method the method that serves it: of the request alone, or of the request and a {@code RequestBody}, a {@code
 *     ResponseTransformer}, or both; empty where the emulator does not have the operation
 */
public record Operation(Service<?> service, String name, Class<? extends SdkRequest> input, Optional<Method> method) {}
