package io.mlops.local.call;

import io.mlops.local.facts.Facts;
import io.mlops.local.facts.ServiceFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/** Refuses input that lacks a member that AWS's model marks as required. */
public final class RequiredMembers implements Validator {
    private final Facts facts;

    /**
     * Makes the validator.
     *
     * @param facts which members are required
     */
    public RequiredMembers(Facts facts) {
        this.facts = facts;
    }

    @Override
    public void check(Operation operation, Input input) {
        ServiceFacts service = facts.of(operation.service().name());
        ServiceFacts.OperationFacts known = service.operations().get(operation.name());
        if (known == null || known.input() == null) {
            return;
        }
        List<String> missing = new ArrayList<>();
        collect(service, known.input(), input.request(), "", missing);
        input.streamed().ifPresent(streamed -> missing.remove(decapitalized(streamed.member())));
        if (!missing.isEmpty()) {
            throw Refusals.validation(missing.size() + " validation error" + (missing.size() == 1 ? "" : "s")
                    + " detected: "
                    + String.join(
                            "; ", missing.stream().map(RequiredMembers::fault).toList()));
        }
    }

    private static String fault(String path) {
        return "Value null at '" + path + "' failed to satisfy constraint: Member must not be null";
    }

    private static void collect(
            ServiceFacts service, String shape, @Nullable Object value, String path, List<String> missing) {
        ServiceFacts.ShapeFacts facts = service.shapes().get(shape);
        if (facts == null || value == null) {
            return;
        } else if (value instanceof SdkPojo pojo) {
            collectMembers(service, facts, pojo, path, missing);
        } else if (value instanceof List<?> list && facts.element() != null) {
            for (int i = 0; i < list.size(); i++) {
                collect(service, facts.element(), list.get(i), path + "." + (i + 1) + ".member", missing);
            }
        } else if (value instanceof Map<?, ?> map && facts.element() != null) {
            map.forEach((key, element) -> collect(service, facts.element(), element, path + "." + key, missing));
        }
    }

    private static void collectMembers(
            ServiceFacts service, ServiceFacts.ShapeFacts facts, SdkPojo pojo, String path, List<String> missing) {
        for (SdkField<?> field : pojo.sdkFields()) {
            String name = (path.isEmpty() ? "" : path + ".") + decapitalized(field.memberName());
            Object value = field.getValueOrDefault(pojo);
            if (value == null && facts.required() != null && facts.required().contains(field.memberName())) {
                missing.add(name);
            }
            String shape = facts.members() == null ? null : facts.members().get(field.memberName());
            if (shape != null) {
                collect(service, shape, value, name, missing);
            }
        }
    }

    private static String decapitalized(String name) {
        return name.isEmpty() ? name : name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }
}
