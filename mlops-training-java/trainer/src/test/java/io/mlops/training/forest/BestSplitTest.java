package io.mlops.training.forest;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.training.data.CategoricalFeature;
import io.mlops.training.data.Examples;
import io.mlops.training.data.SplitMix64;
import io.mlops.training.data.Task;
import io.mlops.training.model.FlatTree;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The first split of a tree is as good as the best of all splits, found by trying every one: with ties, weights, and, where
 * the engine knows them, missing values and categories.
 */
class BestSplitTest {
    private static final int TRIALS = 150;

    @ParameterizedTest
    @EnumSource(Task.class)
    void smileSplitsAsBruteForceDoes(Task task) {
        for (int seed = 0; seed < TRIALS; seed++) {
            Examples examples = Rows.small(new SplitMix64(seed), task, false, false);

            check(Engine.SMILE, examples, seed);
        }
    }

    @ParameterizedTest
    @EnumSource(Task.class)
    void histogramSplitsAsBruteForceDoes(Task task) {
        for (int seed = 0; seed < TRIALS; seed++) {
            // Of more than two classes the best of all sets of categories is not looked for: see BinSearch.
            Examples examples = Rows.small(new SplitMix64(seed), task, true, task != Task.MULTICLASS);

            check(Engine.HISTOGRAM, examples, seed);
        }
    }

    private static void check(Engine engine, Examples examples, int seed) {
        // With sides that may be too small, the best set of categories need not be one of those that are tried.
        int least = examples.features().size() > 3 ? 1 : 1 + seed % 3;
        int columns = examples.features().size();
        GrowthSettings settings = new GrowthSettings(1, 1, columns, least, seed, 1);
        int[] draws = TreeSource.draws(examples, Bootstrap.cumulative(examples.weights()), settings, 0);
        double expected = bruteForce(examples, draws, least, engine == Engine.HISTOGRAM);

        GrownTree grown = TreeSource.of(engine, examples, settings).grow(0);
        FlatTree tree = grown.tree();
        double[] goesLeft = new double[examples.rows()];
        for (int row = 0; row < goesLeft.length && tree.nodes() > 1; row++) {
            double[] values = new double[columns];
            examples.copyRow(row, values);
            goesLeft[row] = goesLeft(tree, values) ? 1 : 0;
        }

        double reached = purity(examples, draws, least, goesLeft);
        if (tree.nodes() == 1) {
            boolean pure = isPure(examples, draws);
            assertThat(expected == Double.NEGATIVE_INFINITY || pure)
                    .as("%s seed %d", engine, seed)
                    .isTrue();
        } else {
            assertThat(reached)
                    .as("%s seed %d", engine, seed)
                    .isGreaterThanOrEqualTo(expected - 1e-6 * Math.abs(expected));
        }
    }

    private static boolean goesLeft(FlatTree tree, double[] row) {
        double given = row[tree.feature(0)];
        return switch (tree.kind(0)) {
            case FlatTree.CUT -> given <= tree.value(0);
            case FlatTree.CUT_MISSING_LEFT -> !(given > tree.value(0));
            default -> (tree.words()[0] >>> ((int) given + 1) & 1) != 0;
        };
    }

    private static boolean isPure(Examples examples, int[] draws) {
        double[] drawn = new double[0];
        for (int row = 0; row < draws.length; row++) {
            if (draws[row] > 0) {
                drawn = Arrays.copyOf(drawn, drawn.length + 1);
                drawn[drawn.length - 1] = examples.targets()[row];
            }
        }
        double first = drawn[0];
        return Arrays.stream(drawn).allMatch(target -> target == first);
    }

    private static double bruteForce(Examples examples, int[] draws, int least, boolean sides) {
        double best = Double.NEGATIVE_INFINITY;
        for (int column = 0; column < examples.features().size(); column++) {
            float[] values = examples.column(column);
            if (examples.features().get(column) instanceof CategoricalFeature) {
                for (int set = 1; set < 64; set++) {
                    int chosen = set;
                    best = Math.max(
                            best, of(examples, draws, least, row -> (chosen >> ((int) values[row] + 1) & 1) != 0));
                }
                continue;
            }
            for (float cut : values) {
                best = Math.max(best, of(examples, draws, least, row -> values[row] <= cut));
                if (sides) {
                    best = Math.max(best, of(examples, draws, least, row -> !(values[row] > cut)));
                    best = Math.max(best, of(examples, draws, least, row -> Float.isNaN(values[row])));
                }
            }
        }
        return best;
    }

    private static double of(Examples examples, int[] draws, int least, java.util.function.IntPredicate left) {
        double[] goesLeft = new double[draws.length];
        for (int row = 0; row < draws.length; row++) {
            goesLeft[row] = left.test(row) ? 1 : 0;
        }
        return purity(examples, draws, least, goesLeft);
    }

    /** The less the sum of squared distances from the mean of a side, summed over outputs, the purer. */
    private static double purity(Examples examples, int[] draws, int least, double[] goesLeft) {
        int outputs = examples.labels().outputs();
        double loss = 0;
        for (int side = 0; side < 2; side++) {
            double count = 0;
            for (int row = 0; row < draws.length; row++) {
                count += goesLeft[row] == side ? draws[row] : 0;
            }
            if (count < least) {
                return Double.NEGATIVE_INFINITY;
            }
            for (int output = 0; output < outputs; output++) {
                double mean = 0;
                for (int row = 0; row < draws.length; row++) {
                    mean += goesLeft[row] == side ? draws[row] * number(examples, row, output) / count : 0;
                }
                for (int row = 0; row < draws.length; row++) {
                    double distance = number(examples, row, output) - mean;
                    loss += goesLeft[row] == side ? draws[row] * distance * distance : 0;
                }
            }
        }
        return -loss;
    }

    private static double number(Examples examples, int row, int output) {
        double target = examples.targets()[row];
        return examples.labels().outputs() == 1 ? target : target == output ? 1 : 0;
    }
}
