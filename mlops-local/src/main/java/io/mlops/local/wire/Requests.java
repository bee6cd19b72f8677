package io.mlops.local.wire;

import io.mlops.local.call.Operation;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.utils.builder.Buildable;

/** Makes the SDK's requests from nothing but their class. */
final class Requests {
    private Requests() {}

    static SdkPojo builder(Operation operation) {
        try {
            return (SdkPojo) operation.input().getMethod("builder").invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(operation.input() + " has no builder", e);
        }
    }

    static SdkRequest build(SdkPojo builder) {
        return (SdkRequest) ((Buildable) builder).build();
    }
}
