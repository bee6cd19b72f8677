package io.mlops.local.call;

import java.util.List;
import java.util.Set;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/** Finds the members of an input that are given and that a service here does not honour, so that it can refuse them. */
public final class HonouredMembers {
    private HonouredMembers() {}

    /**
     * Names what is given but not honoured.
     *
     * @param shape an input, or a structure in it
     * @param honoured the members that are honoured, by AWS's names
     * @return the names of the others that are given: not null, not {@code false}, not 0
     */
    public static List<String> others(SdkPojo shape, Set<String> honoured) {
        return shape.sdkFields().stream()
                .filter(field -> !honoured.contains(field.memberName()))
                .filter(field -> isGiven(field, shape))
                .map(SdkField::memberName)
                .toList();
    }

    private static boolean isGiven(SdkField<?> field, SdkPojo shape) {
        Object value = field.getValueOrDefault(shape);
        return value != null
                && !Boolean.FALSE.equals(value)
                && !Integer.valueOf(0).equals(value)
                && !(value instanceof SdkAutoConstructList)
                && !(value instanceof SdkAutoConstructMap);
    }
}
