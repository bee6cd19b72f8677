package io.mlops.training.forest;

import io.mlops.training.data.CategoricalFeature;
import io.mlops.training.data.Examples;
import io.mlops.training.data.Feature;
import io.mlops.training.data.Labels;
import io.mlops.training.data.NumericFeature;
import io.mlops.training.data.SplitMix64;
import io.mlops.training.data.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Makes examples for tests. */
final class Rows {
    private Rows() {}

    static Examples binary(double[][] columns, boolean[] positive) {
        double[] targets = new double[positive.length];
        for (int row = 0; row < targets.length; row++) {
            targets[row] = positive[row] ? 1 : 0;
        }
        return new Examples(
                numbers(columns.length), floats(columns), Labels.binary("y", "1", "0"), targets, new float[0]);
    }

    static List<Feature> numbers(int count) {
        return IntStream.range(0, count)
                .<Feature>mapToObj(at -> new NumericFeature("f" + at, Double.NaN, 0, 0))
                .toList();
    }

    static Labels labels(Task task) {
        return switch (task) {
            case BINARY -> Labels.binary("y", "1", "0");
            case MULTICLASS -> new Labels(task, "y", List.of("a", "b", "c"));
            case REGRESSION -> new Labels(task, "y", List.of());
        };
    }

    /**
     * A few rows of a column with ties, one with none, a constant one, and, if wanted, one of categories; with weights; and
     * with missing values, if wanted.
     */
    static Examples small(SplitMix64 random, Task task, boolean missing, boolean categories) {
        int rows = 4 + random.nextInt(30);
        List<Feature> features = new ArrayList<>(numbers(3));
        float[][] columns = new float[categories ? 4 : 3][rows];
        double[] targets = new double[rows];
        float[] weights = new float[rows];
        if (categories) {
            features.add(new CategoricalFeature("home", List.of("a", "b", "c", "d", "e")));
        }
        for (int row = 0; row < rows; row++) {
            columns[0][row] = absent(random, missing) ? Float.NaN : random.nextInt(4);
            columns[1][row] = absent(random, missing) ? Float.NaN : random.nextInt(1_000_000) / 7f;
            columns[2][row] = 5;
            if (categories) {
                columns[3][row] = absent(random, missing) ? CategoricalFeature.MISSING : random.nextInt(5);
            }
            targets[row] =
                    task == Task.REGRESSION ? 1e6 + random.nextInt(20) : random.nextInt(task == Task.BINARY ? 2 : 3);
            weights[row] = random.nextInt(4);
        }
        weights[0] = 1;
        return new Examples(features, columns, labels(task), targets, weights);
    }

    private static boolean absent(SplitMix64 random, boolean missing) {
        return missing && random.nextInt(4) == 0;
    }

    private static float[][] floats(double[][] columns) {
        float[][] floats = new float[columns.length][columns[0].length];
        for (int column = 0; column < columns.length; column++) {
            for (int row = 0; row < floats[column].length; row++) {
                floats[column][row] = (float) columns[column][row];
            }
        }
        return floats;
    }
}
