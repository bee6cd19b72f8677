package io.mlops.local.iam.policy;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Policy variables, as {@code ${aws:username}} (IAM user guide, "IAM policy elements: Variables and tags"). */
final class Variables {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{\\s*([^},]+?)\\s*(?:,\\s*'([^']*)'\\s*)?}");

    private Variables() {}

    /**
     * Replaces variables by their values, which are taken literally.
     *
     * @return the pattern, or empty where a variable has neither value nor default, so that nothing matches; a key of
     *     several values has none here
     */
    static Optional<String> resolve(String pattern, ConditionKeys keys) {
        if (!pattern.contains("${")) {
            return Optional.of(pattern);
        }
        Matcher matcher = VARIABLE.matcher(pattern);
        StringBuilder resolved = new StringBuilder();
        while (matcher.find()) {
            String name = matcher.group(1);
            Optional<String> value = isEscape(name)
                    ? Optional.of(name)
                    : keys.of(name)
                            .filter(values -> values.size() == 1)
                            .map((List<String> values) -> values.get(0))
                            .or(() -> Optional.ofNullable(matcher.group(2)));
            if (value.isEmpty()) {
                return Optional.empty();
            }
            matcher.appendReplacement(resolved, Matcher.quoteReplacement(Wildcards.literal(value.get())));
        }
        return Optional.of(matcher.appendTail(resolved).toString());
    }

    private static boolean isEscape(String name) {
        return name.equals("*") || name.equals("?") || name.equals("$");
    }
}
