package io.mlops.training.forest;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.training.data.Examples;
import io.mlops.training.data.SplitMix64;
import io.mlops.training.model.FlatForest;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ForestGrowerTest {
    private static final GrowthListener UNHEARD = listener(Integer.MAX_VALUE, new AtomicInteger());

    @Test
    void growsTheSameForestWithAnyNumberOfThreads() {
        Examples examples = xor(400, 1);

        double[] one = scores(grow(examples, new GrowthSettings(20, 6, 1, 1, 7, 1)), examples);

        assertThat(scores(grow(examples, new GrowthSettings(20, 6, 1, 1, 7, 4)), examples))
                .isEqualTo(one);
        assertThat(scores(grow(examples, new GrowthSettings(20, 6, 1, 1, 8, 1)), examples))
                .isNotEqualTo(one);
    }

    @Test
    void countsDepthInEdges() {
        Examples examples = xor(400, 1);

        assertThat(grow(examples, new GrowthSettings(1, 1, 2, 1, 1, 1)).nodes()).isEqualTo(3);
        assertThat(grow(examples, new GrowthSettings(1, 2, 2, 1, 1, 1)).nodes()).isBetween(4, 7);
    }

    @Test
    void cutsBetweenTiedValuesWhoseNeighboursShareALabel() {
        // Every value has rows of both classes, sorted so that neighbours of two values always share a label: Smile's
        // own trees try no cut here.
        int rows = 400;
        double[] column = new double[rows];
        boolean[] positive = new boolean[rows];
        for (int row = 0; row < rows; row++) {
            column[row] = Math.floorDiv(row, 100);
            positive[row] = row % 100 > 0 && row % 100 < (row < 200 ? 10 : 60);
        }
        Examples examples = new Examples(new double[][] {column}, positive);

        FlatForest forest = grow(examples, new GrowthSettings(50, 1, 1, 1, 1, 2));

        assertThat(forest.score(new double[] {0})).isBetween(0.05, 0.15);
        assertThat(forest.score(new double[] {3})).isBetween(0.5, 0.7);
    }

    @Test
    void keepsLeavesApartThatVoteAlike() {
        int rows = 2000;
        double[] column = new double[rows];
        boolean[] positive = new boolean[rows];
        for (int row = 0; row < rows; row++) {
            column[row] = row % 2;
            positive[row] = row % 40 == 0 || row % 4 == 1;
        }
        Examples examples = new Examples(new double[][] {column}, positive);

        FlatForest forest = grow(examples, new GrowthSettings(50, 3, 1, 1, 1, 2));

        assertThat(forest.score(new double[] {0})).isBetween(0.03, 0.07);
        assertThat(forest.score(new double[] {1})).isBetween(0.45, 0.55);
    }

    @Test
    void cutsColumnsInTinyUnits() {
        Examples plain = xor(400, 1);
        Examples tiny = new Examples(
                new double[][] {scaled(plain.column(0), 1e-12), scaled(plain.column(1), 1e-12)}, plain.positive());
        GrowthSettings settings = new GrowthSettings(10, 4, 2, 1, 1, 1);

        assertThat(scores(grow(tiny, settings), tiny)).isEqualTo(scores(grow(plain, settings), plain));
    }

    @Test
    void keepsLeavesAtLeastAsLargeAsWanted() {
        Examples examples = xor(400, 1);

        assertThat(grow(examples, new GrowthSettings(1, 60, 2, 400, 1, 1)).nodes())
                .isEqualTo(1);
        assertThat(grow(examples, new GrowthSettings(1, 60, 2, 150, 1, 1)).nodes())
                .isLessThanOrEqualTo(3);
    }

    @Test
    void findsTheFirstCutThatBruteForceFinds() {
        for (int seed = 0; seed < 300; seed++) {
            SplitMix64 random = new SplitMix64(seed);
            int rows = 4 + random.nextInt(30);
            Examples examples = small(random, rows);
            Bootstrap bootstrap = Bootstrap.draw(examples.positive(), random);
            int least = 1 + random.nextInt(3);
            double expected = bruteForce(examples, bootstrap, least);

            RankedColumns columns = RankedColumns.of(examples);
            int[] drawn = java.util.stream.IntStream.range(0, rows)
                    .filter(row -> bootstrap.samples()[row] > 0)
                    .toArray();
            CutSearch search = new CutSearch(columns, bootstrap.draws(), rows, least);
            Leaf leaf = leaf(bootstrap);
            double best = Double.NEGATIVE_INFINITY;
            for (int column = 0; column < examples.features(); column++) {
                Optional<Cut> cut = search.best(drawn, 0, drawn.length, leaf, column);
                best = Math.max(best, cut.map(Cut::purity).orElse(Double.NEGATIVE_INFINITY));
            }

            assertThat(best).as("seed %d", seed).isEqualTo(expected);
        }
    }

    @Test
    void endsWithTheTreesThatAreDoneWhenStopped() {
        Examples examples = xor(100, 1);
        AtomicInteger heard = new AtomicInteger();

        Optional<FlatForest> some =
                new ForestGrower(new GrowthSettings(50, 4, 1, 1, 1, 1), listener(3, heard)).grow(examples);
        Optional<FlatForest> none =
                new ForestGrower(new GrowthSettings(50, 4, 1, 1, 1, 1), listener(0, heard)).grow(examples);

        assertThat(some).hasValueSatisfying(forest -> assertThat(forest.size()).isEqualTo(3));
        assertThat(heard).hasValue(3);
        assertThat(none).isEmpty();
    }

    private static GrowthListener listener(int stopAfter, AtomicInteger heard) {
        return new GrowthListener() {
            private volatile int grown;

            @Override
            public void grown(int done, int wanted) {
                grown = done;
                heard.set(done);
            }

            @Override
            public boolean isStopped() {
                return grown >= stopAfter;
            }
        };
    }

    private static FlatForest grow(Examples examples, GrowthSettings settings) {
        return new ForestGrower(settings, UNHEARD).grow(examples).orElseThrow();
    }

    private static double[] scores(FlatForest forest, Examples examples) {
        double[] scores = new double[examples.rows()];
        double[] row = new double[examples.features()];
        for (int i = 0; i < scores.length; i++) {
            examples.copyRow(i, row);
            scores[i] = forest.score(row);
        }
        return scores;
    }

    /** Positive where exactly one of two numbers is above 0.5, but for one row in ten. */
    private static Examples xor(int rows, long seed) {
        SplitMix64 random = new SplitMix64(seed);
        double[][] columns = new double[2][rows];
        boolean[] positive = new boolean[rows];
        for (int row = 0; row < rows; row++) {
            columns[0][row] = random.nextInt(1000) / 1000.0;
            columns[1][row] = random.nextInt(1000) / 1000.0;
            positive[row] = (columns[0][row] > 0.5 != columns[1][row] > 0.5) != (random.nextInt(10) == 0);
        }
        return new Examples(columns, positive);
    }

    private static Examples small(SplitMix64 random, int rows) {
        double[][] columns = new double[3][rows];
        boolean[] positive = new boolean[rows];
        for (int row = 0; row < rows; row++) {
            columns[0][row] = random.nextInt(4);
            columns[1][row] = random.nextInt(1_000_000) / 7.0;
            columns[2][row] = 5;
            positive[row] = random.nextInt(3) == 0;
        }
        return new Examples(columns, positive);
    }

    private static double[] scaled(double[] values, double factor) {
        return Arrays.stream(values).map(value -> value * factor).toArray();
    }

    private static Leaf leaf(Bootstrap bootstrap) {
        int size = 0;
        int positives = 0;
        for (int draw : bootstrap.draws()) {
            size += Bootstrap.drawn(draw);
            positives += Bootstrap.drawnPositive(draw);
        }
        return new Leaf(size, positives);
    }

    /** The greatest purity over all cuts x <= v of all columns, sides of at least so many drawn rows. */
    private static double bruteForce(Examples examples, Bootstrap bootstrap, int least) {
        double best = Double.NEGATIVE_INFINITY;
        for (int column = 0; column < examples.features(); column++) {
            for (double cut : examples.column(column)) {
                double[] size = new double[2];
                double[] positives = new double[2];
                for (int row = 0; row < examples.rows(); row++) {
                    int side = examples.column(column)[row] <= cut ? 0 : 1;
                    size[side] += Bootstrap.drawn(bootstrap.draws()[row]);
                    positives[side] += Bootstrap.drawnPositive(bootstrap.draws()[row]);
                }
                if (size[0] >= least && size[1] >= least) {
                    best = Math.max(best, purity(size[0], positives[0]) + purity(size[1], positives[1]));
                }
            }
        }
        return best;
    }

    private static double purity(double size, double positives) {
        double negatives = size - positives;
        return (positives * positives + negatives * negatives) / size;
    }
}
