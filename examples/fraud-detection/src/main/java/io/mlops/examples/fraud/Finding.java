package io.mlops.examples.fraud;

/**
 * What a look before the run found.
 *
 * @param verdict whether the run can do with it
 * @param text of what, and why
 */
record Finding(Verdict verdict, String text) {
    /** Whether a run can do with it. */
    enum Verdict {
        /** It is there. */
        OK,
        /** It is not there, and a run would fail. */
        MISSING,
        /** It cannot be told; a run may fail. */
        UNKNOWN
    }

    static Finding ok(String text) {
        return new Finding(Verdict.OK, text);
    }

    static Finding missing(String text) {
        return new Finding(Verdict.MISSING, text);
    }

    static Finding unknown(String text) {
        return new Finding(Verdict.UNKNOWN, text);
    }

    boolean isMissing() {
        return verdict == Verdict.MISSING;
    }

    @Override
    public String toString() {
        return "%-8s %s".formatted(verdict.name().toLowerCase(java.util.Locale.ROOT), text);
    }
}
