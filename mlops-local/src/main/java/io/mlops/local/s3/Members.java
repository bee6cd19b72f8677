package io.mlops.local.s3;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/** Members of the SDK's shapes by AWS's names: one rule serves all the requests and responses that share them. */
final class Members {
    private Members() {}

    static Optional<Object> get(SdkPojo shape, String member) {
        for (SdkField<?> field : shape.sdkFields()) {
            if (field.memberName().equals(member)) {
                Object value = field.getValueOrDefault(shape);
                boolean absent = value instanceof SdkAutoConstructMap || value instanceof SdkAutoConstructList;
                return absent ? Optional.empty() : Optional.ofNullable(value);
            }
        }
        return Optional.empty();
    }

    static Optional<String> text(SdkPojo shape, String member) {
        return get(shape, member).map(Object::toString);
    }

    /** The members that are there, by name. */
    static Map<String, Object> of(SdkPojo shape, Collection<String> names) {
        Map<String, Object> members = new TreeMap<>();
        names.forEach(name -> get(shape, name).ifPresent(value -> members.put(name, value)));
        return members;
    }

    /** Sets those members that the shape has. */
    static void set(SdkPojo builder, Map<String, Object> members) {
        for (SdkField<?> field : builder.sdkFields()) {
            Object value = members.get(field.memberName());
            if (value != null) {
                field.set(builder, value);
            }
        }
    }
}
