package io.mlops.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StratifiedSplitTest {
    @Test
    void keepsTheClassesInProportion() {
        StratifiedSplit split = StratifiedSplit.of(table(1000, 100), 0.2, 1);

        assertThat(split.validation()).hasSize(200);
        assertThat(Arrays.stream(split.validation()).filter(row -> row < 100)).hasSize(20);
        assertThat(IntStream.concat(Arrays.stream(split.training()), Arrays.stream(split.validation()))
                        .sorted()
                        .toArray())
                .isEqualTo(IntStream.range(0, 1000).toArray());
    }

    @Test
    void givesBothPartsARowOfEachClass() {
        StratifiedSplit split = StratifiedSplit.of(table(1000, 2), 0.01, 1);

        assertThat(Arrays.stream(split.training()).filter(row -> row < 2)).hasSize(1);
        assertThat(Arrays.stream(split.validation()).filter(row -> row < 2)).hasSize(1);
    }

    @Test
    void dependsOnTheSeedAlone() {
        Table table = table(100, 30);

        assertThat(StratifiedSplit.of(table, 0.2, 5).validation())
                .isEqualTo(StratifiedSplit.of(table, 0.2, 5).validation())
                .isNotEqualTo(StratifiedSplit.of(table, 0.2, 6).validation());
    }

    private static Table table(int rows, int positives) {
        double[] targets = new double[rows];
        Arrays.fill(targets, 0, positives, 1);
        return new Table(List.of(), new float[0][], targets, null, Labels.binary("y", "1", "0"));
    }
}
