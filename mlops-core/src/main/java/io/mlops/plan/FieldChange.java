package io.mlops.plan;

/**
 * One field's change.
 *
 * @param field in AWS's spelling
 * @param before the value that is there, empty where there is none
 * @param after the value that is wanted, empty where there is none
 */
public record FieldChange(String field, String before, String after) {
    private static final int LONGEST_VALUE = 80;

    /**
     * Prints the change on one line; long values are cut around the place where they begin to differ.
     *
     * @return {@code field: before -> after}
     */
    @Override
    public String toString() {
        int same = 0;
        while (same < Math.min(before.length(), after.length()) && before.charAt(same) == after.charAt(same)) {
            same++;
        }
        boolean cut = Math.max(before.length(), after.length()) > LONGEST_VALUE;
        int from = cut ? Math.max(0, same - 20) : 0;
        return field + ": " + shown(before, from) + " -> " + shown(after, from);
    }

    private static String shown(String value, int from) {
        if (value.isEmpty()) {
            return "(none)";
        }
        int start = Math.min(from, value.length());
        int end = Math.min(value.length(), start + LONGEST_VALUE);
        String text = value.substring(start, end).replaceAll("\\s*\\R\\s*", " / ");
        return (start > 0 ? "…" : "") + text + (end < value.length() ? "…" : "");
    }
}
