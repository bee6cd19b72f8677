package io.mlops.training.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mlops.training.data.SplitMix64;
import java.util.List;
import org.junit.jupiter.api.Test;

class TreeShapTest {
    private static final int FEATURES = 4;
    private static final ForestShape SHAPE = new ForestShape(1, true, List.of(0, 0, 0, 0));

    @Test
    void givesTheShapleyValuesThatAllSubsetsGive() {
        for (int seed = 0; seed < 50; seed++) {
            SplitMix64 random = new SplitMix64(seed);
            FlatTree tree = tree(random);
            double[] row = new double[FEATURES];
            for (int feature = 0; feature < FEATURES; feature++) {
                row[feature] = random.nextInt(100);
            }

            double[] contributions = FlatForest.of(SHAPE, List.of(tree)).contributions(row, 0);

            for (int feature = 0; feature < FEATURES; feature++) {
                assertThat(contributions[feature])
                        .as("seed %d, feature %d", seed, feature)
                        .isCloseTo(shapley(tree, row, feature), within(1e-9));
            }
            assertThat(contributions[FEATURES]).isCloseTo(expected(tree, 0, row, 0), within(1e-9));
        }
    }

    @Test
    void addsUpToThePrediction() {
        SplitMix64 random = new SplitMix64(9);
        FlatForest forest = FlatForest.of(SHAPE, List.of(tree(random), tree(random), tree(random)));
        double[] row = {10, 90, 40, 60};

        double sum = 0;
        for (double each : forest.contributions(row, 0)) {
            sum += each;
        }

        assertThat(sum).isCloseTo(forest.score(row), within(1e-9));
    }

    /** Four levels; features may come again on the way down. */
    private static FlatTree tree(SplitMix64 random) {
        FlatTreeBuilder tree = new FlatTreeBuilder();
        tree.addLeaf(new double[] {0}, 1024);
        double[] cover = new double[64];
        cover[0] = 1024;
        for (int node = 0; node < 15; node++) {
            double left = 1 + random.nextInt((int) cover[node] - 1);
            int child = tree.addLeaf(new double[] {random.nextInt(100) / 100.0}, left);
            tree.addLeaf(new double[] {random.nextInt(100) / 100.0}, cover[node] - left);
            cover[child] = Math.max(2, left);
            cover[child + 1] = Math.max(2, cover[node] - left);
            tree.cut(node, random.nextInt(FEATURES), random.nextInt(100), false, child);
        }
        return tree.build();
    }

    private static double shapley(FlatTree tree, double[] row, int feature) {
        double value = 0;
        for (int subset = 0; subset < 1 << FEATURES; subset++) {
            if ((subset >> feature & 1) == 0) {
                int size = Integer.bitCount(subset);
                double weight = factorial(size) * factorial(FEATURES - size - 1) / factorial(FEATURES);
                value += weight * (expected(tree, 0, row, subset | 1 << feature) - expected(tree, 0, row, subset));
            }
        }
        return value;
    }

    /** The mean prediction where only a subset of the features is known. */
    private static double expected(FlatTree tree, int node, double[] row, int subset) {
        if (tree.feature(node) == FlatTree.LEAF) {
            return tree.value(node);
        }
        int left = tree.left(node);
        if ((subset >> tree.feature(node) & 1) != 0) {
            return expected(tree, row[tree.feature(node)] <= tree.value(node) ? left : left + 1, row, subset);
        }
        double both = tree.cover(left) + (double) tree.cover(left + 1);
        return (expected(tree, left, row, subset) * tree.cover(left)
                        + expected(tree, left + 1, row, subset) * tree.cover(left + 1))
                / both;
    }

    private static double factorial(int number) {
        return number < 2 ? 1 : number * factorial(number - 1);
    }
}
