package io.mlops.local.call;

import io.mlops.local.facts.Facts;
import io.mlops.local.facts.ServiceFacts;
import io.mlops.local.facts.ServiceFacts.ShapeFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/**
 * Refuses input that breaks a constraint of AWS's model: required members, lengths and sizes, ranges, patterns, values,
 * unions. All breaches are found, in the order of the input's members.
 */
public final class ModelConstraints implements Validator {
    private final Facts facts;
    private final Map<String, Map<String, List<Constraint>>> compiled = new ConcurrentHashMap<>();

    /**
     * Makes the validator.
     *
     * @param facts the constraints
     */
    public ModelConstraints(Facts facts) {
        this.facts = facts;
    }

    @Override
    public void check(Operation operation, Input input) {
        String service = operation.service().name();
        ServiceFacts known = facts.of(service);
        ServiceFacts.OperationFacts operationFacts = known.operations().get(operation.name());
        if (operationFacts == null || operationFacts.input() == null) {
            return;
        }
        Walk walk = new Walk(known.shapes(), compiled.computeIfAbsent(service, name -> new ConcurrentHashMap<>()));
        walk.members(operationFacts.input(), input.request(), "");
        walk.breaches.removeIf(breach -> input.streamed().isPresent()
                && breach.path().equals(decapitalized(input.streamed().get().member())));
        if (!walk.breaches.isEmpty()) {
            throw ConstraintErrors.of(service, walk.breaches);
        }
    }

    private static String decapitalized(String name) {
        return name.isEmpty() ? name : name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    private static boolean isSet(@Nullable Object value) {
        return value != null && !(value instanceof SdkAutoConstructList) && !(value instanceof SdkAutoConstructMap);
    }

    /** One way through an input. */
    private static final class Walk {
        private final Map<String, ShapeFacts> shapes;
        private final Map<String, List<Constraint>> compiled;
        private final List<Breach> breaches = new ArrayList<>();
        private boolean inDocument;

        Walk(Map<String, ShapeFacts> shapes, Map<String, List<Constraint>> compiled) {
            this.shapes = shapes;
            this.compiled = compiled;
        }

        void members(String shape, SdkPojo pojo, String path) {
            ShapeFacts known = shapes.get(shape);
            if (known == null) {
                return;
            }
            int given = 0;
            for (SdkField<?> field : pojo.sdkFields()) {
                Object value = field.getValueOrDefault(pojo);
                given += isSet(value) ? 1 : 0;
                if (path.isEmpty()) {
                    inDocument = field.location() == MarshallLocation.PAYLOAD;
                }
                member(known, field.memberName(), isSet(value) ? value : null, path);
            }
            if (known.union() && given != 1) {
                breach(path, known, pojo, "Member must have exactly one member set");
            }
        }

        private void member(ShapeFacts known, String name, @Nullable Object value, String path) {
            String at = (path.isEmpty() ? "" : path + ".") + decapitalized(name);
            String shape = known.members() == null ? null : known.members().get(name);
            if (value != null && shape != null) {
                value(shape, value, at);
            } else if (value == null
                    && known.required() != null
                    && known.required().contains(name)) {
                missing(at);
            }
        }

        private void missing(String path) {
            breaches.add(new Breach(path, Breach.MISSING, Breach.NOT_NULL, inDocument));
        }

        private void breach(String path, ShapeFacts known, Object value, String constraint) {
            breaches.add(new Breach(path, shown(known, value), constraint, inDocument));
        }

        private String shown(ShapeFacts known, Object value) {
            boolean secret = known.sensitive() || isSensitive(known.key()) || isSensitive(known.element());
            return secret ? "Value" : "Value '" + value + "'";
        }

        private boolean isSensitive(@Nullable String shape) {
            return shape != null
                    && shapes.containsKey(shape)
                    && shapes.get(shape).sensitive();
        }

        private void value(String shape, Object value, String path) {
            ShapeFacts known = shapes.get(shape);
            if (known == null) {
                return;
            }
            for (Constraint constraint : constraints(shape)) {
                if (!constraint.holds().test(value)) {
                    breach(path, known, value, constraint.text());
                }
            }
            if (value instanceof SdkPojo pojo) {
                members(shape, pojo, path);
            } else if (value instanceof List<?> list && known.element() != null) {
                list(known, known.element(), list, path);
            } else if (value instanceof Map<?, ?> map) {
                map(known, map, path);
            }
        }

        private void list(ShapeFacts known, String element, List<?> list, String path) {
            each(known, element, list, path, list, "Member");
            for (int i = 0; i < list.size(); i++) {
                nested(element, list.get(i), path + "." + (i + 1) + ".member");
            }
        }

        private void map(ShapeFacts known, Map<?, ?> map, String path) {
            if (known.key() != null) {
                each(known, known.key(), map, path, map.keySet(), "Map keys");
            }
            String element = known.element();
            if (element != null) {
                each(known, element, map, path, map.values(), "Map value");
                map.forEach((key, value) -> nested(element, value, path + "." + key + ".member"));
            }
        }

        /** AWS tells of plain elements at their list or map, with all that they must satisfy. */
        private void each(
                ShapeFacts known, String element, Object whole, String path, Iterable<?> elements, String what) {
            List<Constraint> constraints = constraints(element);
            for (Object one : elements) {
                if (isPlain(one)
                        && constraints.stream()
                                .anyMatch(constraint -> !constraint.holds().test(one))) {
                    List<String> texts =
                            constraints.stream().map(Constraint::text).toList();
                    breach(path, known, whole, what + " must satisfy constraint: " + texts);
                    return;
                }
            }
        }

        private void nested(String shape, @Nullable Object value, String path) {
            if (value == null) {
                missing(path);
            } else if (!isPlain(value)) {
                value(shape, value, path);
            }
        }

        private boolean isPlain(@Nullable Object value) {
            return value != null && !(value instanceof SdkPojo || value instanceof List || value instanceof Map);
        }

        /** Compiled when they are first needed. */
        private List<Constraint> constraints(String shape) {
            ShapeFacts known = shapes.get(shape);
            return known == null ? List.of() : compiled.computeIfAbsent(shape, name -> Constraint.of(known));
        }
    }
}
