package io.mlops.local.sagemaker;

import io.mlops.local.account.Scope;
import io.mlops.local.call.HonouredMembers;
import io.mlops.local.call.Refusals;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
     * Refuses members that this emulator would have to ignore: all that were set, but for those that it honours.
     *
     * @throws software.amazon.awssdk.awscore.exception.AwsServiceException ValidationException that names them
     */
    static void refuseAllBut(SdkPojo shape, String... honoured) {
        List<String> others = HonouredMembers.others(shape, Set.of(honoured));
        if (!others.isEmpty()) {
            throw unsupported(String.join(", ", others));
        }
    }

    /** Says that a setting is not emulated. */
    static RuntimeException unsupported(String what) {
        return Refusals.validation(what + " is not supported by this emulator: leave it out");
    }

    /** Writes the ARN of a resource, whose name SageMaker puts into lower case there. */
    static String arn(Scope scope, String kind, String name) {
        return scope.arn("sagemaker", kind + "/" + name.toLowerCase(Locale.ROOT));
    }

    private static Optional<Object> set(SdkField<?> field, SdkPojo shape) {
        Object value = field.getValueOrDefault(shape);
        return value instanceof SdkAutoConstructList || value instanceof SdkAutoConstructMap
                ? Optional.empty()
                : Optional.ofNullable(value);
    }
}
