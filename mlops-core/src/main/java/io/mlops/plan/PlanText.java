package io.mlops.plan;

import io.mlops.plan.cost.CostEstimate;
import java.util.ArrayList;
import java.util.List;

/** Prints a plan for people. */
final class PlanText {
    private PlanText() {}

    static String of(Plan plan) {
        List<String> lines = new ArrayList<>();
        for (Change.Create create : plan.of(Change.Create.class)) {
            lines.add("+ create " + described(create.after()));
        }
        for (Change.Update update : plan.of(Change.Update.class)) {
            lines.add("~ update " + update.id());
            update.fields().forEach(field -> lines.add("    " + field));
            StructureChange structure = plan.structure();
            if (structure != null && update.id().type() == ResourceType.PIPELINE) {
                lines.add("    " + structure);
            }
        }
        for (Change.Replace replace : plan.of(Change.Replace.class)) {
            lines.add("± replace " + replace.id() + ": " + replace.reason());
            new Change.Update(replace.before(), replace.after()).fields().forEach(field -> lines.add("    " + field));
        }
        for (Change.Delete delete : plan.of(Change.Delete.class)) {
            lines.add("- delete " + delete.id());
        }
        for (Change.Keep keep : plan.of(Change.Keep.class)) {
            lines.add("! keep " + keep.id() + ": " + keep.reason());
        }
        lines.add(sums(plan));
        CostEstimate cost = plan.cost();
        if (cost != null) {
            lines.add("");
            lines.add(cost.toString());
        }
        return String.join("\n", lines);
    }

    private static String described(Resource resource) {
        return resource.summary().isEmpty() ? resource.id().toString() : resource.id() + ": " + resource.summary();
    }

    private static String sums(Plan plan) {
        int unchanged = plan.of(Change.Unchanged.class).size();
        if (plan.isEmpty()) {
            return "nothing to change: " + unchanged + " resources are as described";
        }
        return plan.of(Change.Create.class).size() + " to create, "
                + plan.of(Change.Update.class).size() + " to update, "
                + replaced(plan)
                + plan.of(Change.Delete.class).size() + " to delete, " + unchanged + " unchanged";
    }

    private static String replaced(Plan plan) {
        int count = plan.of(Change.Replace.class).size();
        return count == 0 ? "" : count + " to replace, ";
    }
}
