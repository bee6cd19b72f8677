package io.mlops.local.iam;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/** Reads an input's members by AWS's names. */
final class Members {
    private Members() {}

    /** Gives what stands at a path, through structures and lists; what is absent has no values. */
    static Stream<Object> at(Object shape, String path) {
        if (path.isEmpty()) {
            return Stream.of(shape);
        } else if (shape instanceof Collection<?> list) {
            return list.stream().flatMap(element -> at(element, path));
        }
        return shape instanceof SdkPojo pojo ? at(pojo, path.split("\\.", 2)) : Stream.empty();
    }

    private static Stream<Object> at(SdkPojo pojo, String[] names) {
        return pojo.sdkFields().stream()
                .filter(field -> field.memberName().equals(names[0]))
                .map(field -> given(field, pojo))
                .flatMap(Stream::ofNullable)
                .flatMap(value -> names.length == 1 ? Stream.of(value) : at(value, names[1]));
    }

    /** As {@link #at}, and each element of a list there. */
    static Stream<Object> each(Object shape, String path) {
        return at(shape, path).flatMap(Members::elements);
    }

    private static Stream<Object> elements(Object value) {
        return value instanceof Collection<?> list ? list.stream().flatMap(Members::elements) : Stream.of(value);
    }

    static List<String> texts(Object shape, String path) {
        return each(shape, path).map(Object::toString).toList();
    }

    private static @org.jspecify.annotations.Nullable Object given(SdkField<?> field, SdkPojo shape) {
        Object value = field.getValueOrDefault(shape);
        boolean isAbsent = value instanceof SdkAutoConstructList
                || value instanceof SdkAutoConstructMap
                || (value instanceof Collection<?> list && list.isEmpty())
                || (value instanceof Map<?, ?> map && map.isEmpty());
        return isAbsent ? null : value;
    }
}
