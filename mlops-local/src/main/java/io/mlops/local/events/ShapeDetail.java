package io.mlops.local.events;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/** The SDK's shapes as plain maps: AWS's member names, times in milliseconds, as SageMaker's events have them. */
final class ShapeDetail {
    private ShapeDetail() {}

    static Map<String, Object> of(SdkPojo shape) {
        Map<String, Object> members = new LinkedHashMap<>();
        shape.sdkFields().forEach(field -> {
            Object value = field.getValueOrDefault(shape);
            boolean unset = value instanceof SdkAutoConstructList || value instanceof SdkAutoConstructMap;
            if (value != null && !unset) {
                members.put(field.memberName(), plain(value, field.memberName()));
            }
        });
        return members;
    }

    /** An endpoint's status alone is written otherwise than the API has it. */
    private static Object plain(Object value, String member) {
        return member.equals("EndpointStatus")
                ? value.toString().replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT)
                : plain(value);
    }

    private static Object plain(Object value) {
        if (value instanceof SdkPojo shape) {
            return of(shape);
        } else if (value instanceof Instant time) {
            return time.toEpochMilli();
        } else if (value instanceof List<?> list) {
            return list.stream().map(ShapeDetail::plain).toList();
        } else if (value instanceof Map<?, ?> map) {
            Map<Object, Object> plain = new LinkedHashMap<>();
            map.forEach((key, each) -> plain.put(key, plain(each)));
            return plain;
        }
        return value;
    }
}
