package io.mlops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlops.spec.Trigger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Fills what a description leaves out with the builders' defaults. */
final class DescriptionDefaults {
    private DescriptionDefaults() {}

    static ObjectNode complete(ObjectNode given) {
        ObjectNode tree = given.deepCopy();
        source(tree);
        tree.set("training", merged(tree("training"), tree.get("training")));
        if (tree.path("training") instanceof ObjectNode training) {
            ObjectNode channel = DescriptionJson.MAPPER.valueToTree(
                    new TrainingBuilder().channel("", "").build().channels().get(0));
            channel.remove("name");
            channel.remove("prefix");
            each(training.path("channels"), element -> fill(element, channel));
        }
        tree.set("test", merged(tree("test"), tree.get("test")));
        each(tree.path("stages"), DescriptionDefaults::stage);
        tree.set("options", merged(tree("options"), tree.get("options")));
        return tree;
    }

    /** The builders' own defaults, without what has none. */
    private static ObjectNode tree(String part) {
        ObjectNode defaults = switch (part) {
            case "training" -> value(new TrainingBuilder().build());
            case "test" -> value(new ModelTestBuilder().build());
            default -> value(MlopsPipelineBuilder.named("x").options());
        };
        defaults.remove("image");
        defaults.remove("instanceType");
        return defaults;
    }

    private static ObjectNode value(Object defaults) {
        return DescriptionJson.MAPPER.valueToTree(defaults);
    }

    private static void source(ObjectNode tree) {
        if (!(tree.path("source") instanceof ObjectNode source)) {
            return;
        }
        if (source.path(DescriptionJson.TYPE).asText().equals("s3") && !source.has("startsOnChange")) {
            source.put("startsOnChange", true);
        } else if (source.path(DescriptionJson.TYPE).asText().equals("connection")) {
            if (!source.has("fullClone")) {
                source.put("fullClone", false);
            }
            if (!source.has("triggers")) {
                source.putArray("triggers");
            }
            ObjectNode none = value(new Trigger(Trigger.Filter.NONE, Trigger.Filter.NONE, Trigger.Filter.NONE));
            each(source.path("triggers"), trigger -> fill(trigger, none));
        }
    }

    private static void stage(ObjectNode stage) {
        boolean deploys = stage.path(DescriptionJson.TYPE).asText().equals("deploy");
        ObjectNode defaults = deploys ? value(new DeployBuilder().build("")) : value(new ApprovalBuilder().build(""));
        defaults.remove("name");
        defaults.remove("endpoint");
        defaults.remove("variants");
        defaults.remove(DescriptionJson.TYPE);
        fill(stage, defaults);
        each(stage.path("variants"), variant -> {
            boolean serverless = variant.has("serverless");
            ObjectNode one = value(new VariantBuilder().build(""));
            one.remove("name");
            if (serverless) {
                one.put("instances", 0);
            } else {
                one.remove("instanceType");
            }
            fill(variant, one);
        });
    }

    private static void each(JsonNode list, Consumer<ObjectNode> change) {
        for (JsonNode element : list) {
            if (element instanceof ObjectNode object) {
                change.accept(object);
            }
        }
    }

    private static void fill(ObjectNode given, ObjectNode defaults) {
        defaults.properties().forEach(field -> {
            JsonNode present = given.get(field.getKey());
            if (present == null) {
                given.set(field.getKey(), field.getValue());
            } else if (present instanceof ObjectNode object && field.getValue() instanceof ObjectNode nested) {
                fill(object, nested);
            }
        });
    }

    private static JsonNode merged(ObjectNode defaults, @Nullable JsonNode given) {
        if (given instanceof ObjectNode object) {
            fill(object, defaults);
            return object;
        }
        return given == null ? defaults : given;
    }
}
