package io.mlops.plan.cloudformation;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds what a resource's properties refer to: CloudFormation takes these for dependencies by itself. */
final class Referred {
    private static final Pattern IN_SUB = Pattern.compile("\\$\\{([A-Za-z0-9]+)(?:\\.[A-Za-z]+)?\\}");

    private final Set<String> logicalIds = new TreeSet<>();

    private Referred() {}

    static Set<String> in(Object properties) {
        Referred referred = new Referred();
        referred.walk(properties);
        return referred.logicalIds;
    }

    private void walk(Object value) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, entry) -> {
                if (key.equals("Ref")) {
                    logicalIds.add(String.valueOf(entry));
                } else if (key.equals("Fn::GetAtt")) {
                    logicalIds.add(String.valueOf(((List<?>) entry).get(0)));
                } else if (key.equals("Fn::Sub")) {
                    Matcher matcher = IN_SUB.matcher(String.valueOf(entry));
                    while (matcher.find()) {
                        logicalIds.add(matcher.group(1));
                    }
                } else {
                    walk(entry);
                }
            });
        } else if (value instanceof List<?> list) {
            list.forEach(this::walk);
        }
    }
}
