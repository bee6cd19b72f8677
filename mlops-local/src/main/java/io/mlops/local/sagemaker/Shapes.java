package io.mlops.local.sagemaker;

import io.mlops.local.call.Refusals;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/** The SDK's shapes by the names of their members. */
final class Shapes {
    private Shapes() {}

    /** Gives a member that was set. */
    static Optional<Object> member(SdkPojo shape, String name) {
        for (SdkField<?> field : shape.sdkFields()) {
            if (field.memberName().equals(name)) {
                return set(field, shape);
            }
        }
        return Optional.empty();
    }

    /** Copies what was set to members of the same name, as what a Create gave comes back from a Describe. */
    static <B extends SdkPojo> B copy(SdkPojo from, B builder) {
        Map<String, SdkField<?>> targets = new HashMap<>();
        builder.sdkFields().forEach(field -> targets.put(field.memberName(), field));
        for (SdkField<?> field : from.sdkFields()) {
            SdkField<?> target = targets.get(field.memberName());
            if (target != null) {
                set(field, from).ifPresent(value -> target.set(builder, value));
            }
        }
        return builder;
    }

    /**
     * Refuses members that this emulator would have to ignore.
     *
     * @throws software.amazon.awssdk.awscore.exception.AwsServiceException ValidationException if one was set
     */
    static void refuse(SdkPojo shape, String... names) {
        for (String name : List.of(names)) {
            member(shape, name).filter(value -> !Boolean.FALSE.equals(value)).ifPresent(value -> {
                throw unsupported(name);
            });
        }
    }

    /** Says that a setting is not emulated. */
    static RuntimeException unsupported(String what) {
        return Refusals.validation(what + " is not supported by this emulator: leave it out");
    }

    private static Optional<Object> set(SdkField<?> field, SdkPojo shape) {
        Object value = field.getValueOrDefault(shape);
        return value instanceof SdkAutoConstructList || value instanceof SdkAutoConstructMap
                ? Optional.empty()
                : Optional.ofNullable(value);
    }
}
