package io.mlops.training.forest;

/** Where a cut between two neighbouring values lies. */
final class Thresholds {
    private Thresholds() {}

    /** The middle of two numbers, rounded to 32 bits as they are; the lower one where no number lies between them. */
    static float between(float lower, float upper) {
        float middle = (float) (lower * 0.5 + upper * 0.5);
        return middle >= lower && middle < upper ? middle : lower;
    }
}
