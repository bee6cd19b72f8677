package io.mlops.training.forest;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.training.data.Examples;
import io.mlops.training.data.SplitMix64;
import io.mlops.training.model.FlatForest;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ForestGrowerTest {
    private static final GrowthListener UNHEARD = listener(Integer.MAX_VALUE, new AtomicInteger());

    @ParameterizedTest
    @EnumSource(Engine.class)
    void growsTheSameForestWithAnyNumberOfThreads(Engine engine) {
        Examples examples = xor(400, 1);

        double[] one = scores(grow(engine, examples, new GrowthSettings(20, 6, 1, 1, 7, 1)), examples);

        assertThat(scores(grow(engine, examples, new GrowthSettings(20, 6, 1, 1, 7, 4)), examples))
                .isEqualTo(one);
        assertThat(scores(grow(engine, examples, new GrowthSettings(20, 6, 1, 1, 8, 1)), examples))
                .isNotEqualTo(one);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void countsDepthInEdges(Engine engine) {
        Examples examples = xor(400, 1);

        assertThat(grow(engine, examples, new GrowthSettings(1, 1, 2, 1, 1, 1)).nodes())
                .isEqualTo(3);
        assertThat(grow(engine, examples, new GrowthSettings(1, 2, 2, 1, 1, 1)).nodes())
                .isBetween(4, 7);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void cutsBetweenTiedValuesWhoseNeighboursShareALabel(Engine engine) {
        // Every value has rows of both classes, sorted so that neighbours of two values always share a label: Smile's
        // own trees try no cut here.
        int rows = 400;
        double[] column = new double[rows];
        boolean[] positive = new boolean[rows];
        for (int row = 0; row < rows; row++) {
            column[row] = Math.floorDiv(row, 100);
            positive[row] = row % 100 > 0 && row % 100 < (row < 200 ? 10 : 60);
        }
        Examples examples = Rows.binary(new double[][] {column}, positive);

        FlatForest forest = grow(engine, examples, new GrowthSettings(50, 1, 1, 1, 1, 2));

        assertThat(forest.score(new double[] {0})).isBetween(0.05, 0.15);
        assertThat(forest.score(new double[] {3})).isBetween(0.5, 0.7);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void keepsLeavesApartThatVoteAlike(Engine engine) {
        int rows = 2000;
        double[] column = new double[rows];
        boolean[] positive = new boolean[rows];
        for (int row = 0; row < rows; row++) {
            column[row] = row % 2;
            positive[row] = row % 40 == 0 || row % 4 == 1;
        }
        Examples examples = Rows.binary(new double[][] {column}, positive);

        FlatForest forest = grow(engine, examples, new GrowthSettings(50, 3, 1, 1, 1, 2));

        assertThat(forest.score(new double[] {0})).isBetween(0.03, 0.07);
        assertThat(forest.score(new double[] {1})).isBetween(0.45, 0.55);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void cutsColumnsInTinyUnits(Engine engine) {
        Examples plain = xor(400, 1);
        Examples tiny = scaled(plain, 0x1p-40f);
        GrowthSettings settings = new GrowthSettings(10, 4, 2, 1, 1, 1);

        assertThat(scores(grow(engine, tiny, settings), tiny)).isEqualTo(scores(grow(engine, plain, settings), plain));
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void keepsLeavesAtLeastAsLargeAsWanted(Engine engine) {
        Examples examples = xor(400, 1);

        assertThat(grow(engine, examples, new GrowthSettings(1, 60, 2, 400, 1, 1))
                        .nodes())
                .isEqualTo(1);
        assertThat(grow(engine, examples, new GrowthSettings(1, 60, 2, 150, 1, 1))
                        .nodes())
                .isLessThanOrEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void endsWithTheTreesThatAreDoneWhenStopped(Engine engine) {
        Examples examples = xor(100, 1);
        AtomicInteger heard = new AtomicInteger();

        Optional<GrownForest> some = new ForestGrower(
                        engine, new GrowthSettings(50, 4, 1, 1, 1, 1), listener(3, heard), TreeStore.NONE)
                .grow(examples);
        Optional<GrownForest> none = new ForestGrower(
                        engine, new GrowthSettings(50, 4, 1, 1, 1, 1), listener(0, heard), TreeStore.NONE)
                .grow(examples);

        assertThat(some)
                .hasValueSatisfying(grown -> assertThat(grown.forest().size()).isEqualTo(3));
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

    private static FlatForest grow(Engine engine, Examples examples, GrowthSettings settings) {
        return new ForestGrower(engine, settings, UNHEARD, TreeStore.NONE)
                .grow(examples)
                .orElseThrow()
                .forest();
    }

    private static double[] scores(FlatForest forest, Examples examples) {
        double[] scores = new double[examples.rows()];
        double[] row = new double[examples.features().size()];
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
        return Rows.binary(columns, positive);
    }

    private static Examples scaled(Examples plain, float factor) {
        float[][] columns = new float[plain.features().size()][plain.rows()];
        for (int column = 0; column < columns.length; column++) {
            for (int row = 0; row < plain.rows(); row++) {
                columns[column][row] = plain.column(column)[row] * factor;
            }
        }
        return new Examples(plain.features(), columns, plain.labels(), plain.targets(), plain.weights());
    }
}
