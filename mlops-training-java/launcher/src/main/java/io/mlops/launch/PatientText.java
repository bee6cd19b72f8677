package io.mlops.launch;

/** A text whose characters can be looked at so many times and no more, so that no expression runs for ever on it. */
final class PatientText implements CharSequence {
    private static final int MOST_LOOKS = 500_000;

    private final CharSequence text;
    private int looks;

    PatientText(CharSequence text) {
        this.text = text;
    }

    /** Says that the text was looked at too often. */
    static final class Exhausted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Exhausted() {
            super("looked at too often", null, false, false);
        }
    }

    @Override
    public char charAt(int index) {
        if (++looks > MOST_LOOKS) {
            throw new Exhausted();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.subSequence(start, end);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
