package io.mlops.training.forest;

/** Hears of grown trees, and may end growth. Called by one thread at a time. */
public interface GrowthListener {
    /**
     * Hears that one more tree is done.
     *
     * @param done how many are
     * @param wanted how many there will be
     */
    void grown(int done, int wanted);

    /**
     * Asked before each tree, by several threads at once.
     *
     * @return whether no further tree is to be begun
     */
    boolean isStopped();
}
