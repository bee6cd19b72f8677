package io.mlops.training.forest;

/**
 * A cut of a node's rows by one column.
 *
 * @param column the column
 * @param lowerRank the greatest rank that goes left
 * @param upperRank the least rank that goes right
 * @param leftSums the rows that go left
 * @param purity how pure both sides are: see {@link Tally}
 */
record Cut(int column, int lowerRank, int upperRank, NodeSums leftSums, double purity) {}
