package io.mlops.local.call;

/**
 * A constraint of AWS's model that an input breaks.
 *
 * @param path the member, as {@code tags.1.member.key}
 * @param value what is there, as {@code Value 'x'}; no more than {@code Value} where it is sensitive
 * @param constraint what it must satisfy, in AWS's words
 * @param inDocument whether the member came in the body's document, not in path, query or headers
 */
record Breach(String path, String value, String constraint, boolean inDocument) {
    static final String MISSING = "Value null";
    static final String NOT_NULL = "Member must not be null";

    boolean isMissing() {
        return value.equals(MISSING);
    }

    /** The member with a capital, as AWS's model names it. */
    String member() {
        String last = path.substring(path.lastIndexOf('.') + 1);
        return last.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + last.substring(1);
    }

    @Override
    public String toString() {
        return value + " at '" + path + "' failed to satisfy constraint: " + constraint;
    }
}
