package io.mlops.local.wire;

import io.mlops.local.call.Operation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.utils.builder.Buildable;

/** Makes the SDK's requests from nothing but their class. */
final class Requests {
    private static final ClassValue<MethodHandle> BUILDERS = new ClassValue<>() {
        @Override
        protected MethodHandle computeValue(Class<?> request) {
            try {
                return MethodHandles.publicLookup()
                        .unreflect(request.getMethod("builder"))
                        .asType(MethodType.methodType(Object.class));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(request + " has no builder", e);
            }
        }
    };

    private Requests() {}

    static SdkPojo builder(Operation operation) {
        try {
            return (SdkPojo) BUILDERS.get(operation.input()).invoke();
        } catch (Throwable e) {
            throw new IllegalStateException(operation.input() + " makes no builder", e);
        }
    }

    static SdkRequest build(SdkPojo builder) {
        return (SdkRequest) ((Buildable) builder).build();
    }
}
