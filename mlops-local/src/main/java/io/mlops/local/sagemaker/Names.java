package io.mlops.local.sagemaker;

import io.mlops.local.call.Refusals;
import java.util.regex.Pattern;

/** The names that SageMaker takes; they also become directories here, so that nothing else may pass. */
final class Names {
    private static final String ALLOWED = "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}";
    private static final Pattern NAME = Pattern.compile(ALLOWED);
    private static final int LONGEST = 63;

    private Names() {}

    /**
     * Checks a name.
     *
     * @param member the member in lower camel case, as {@code endpointName}
     * @param name the name
     * @return the name
     */
    static String check(String member, String name) {
        if (name.length() > LONGEST) {
            throw violation(member, name, "Member must have length less than or equal to " + LONGEST);
        } else if (!NAME.matcher(name).matches()) {
            throw violation(member, name, "Member must satisfy regular expression pattern: " + ALLOWED);
        }
        return name;
    }

    private static RuntimeException violation(String member, String value, String constraint) {
        return Refusals.validation("1 validation error detected: Value '" + value + "' at '" + member
                + "' failed to satisfy constraint: " + constraint);
    }
}
