package io.mlops.training.forest;

import io.mlops.training.data.CategoricalFeature;
import io.mlops.training.data.Examples;
import io.mlops.training.data.SplitMix64;
import java.util.stream.IntStream;

/** Grows trees by number: each from its own sequence of random numbers, so that their order does not matter. */
interface TreeSource {
    /** Grows a tree; called by several threads at once. */
    GrownTree grow(int number);

    static TreeSource of(Engine engine, Examples examples, GrowthSettings settings) {
        double[] cumulative = Bootstrap.cumulative(examples.weights());
        return switch (engine) {
            case SMILE -> {
                TrainingFrame frame = TrainingFrame.of(examples);
                yield number -> {
                    SplitMix64 random = random(settings, number);
                    int[] draws = Bootstrap.draw(examples.rows(), cumulative, random);
                    return new SmileTree(frame, examples, draws, settings, random).grow();
                };
            }
            case HISTOGRAM -> {
                BinnedColumn[] columns = bin(examples);
                yield number -> {
                    SplitMix64 random = random(settings, number);
                    int[] draws = Bootstrap.draw(examples.rows(), cumulative, random);
                    Tally tally = Tally.of(examples, draws, BinSearch.SLOTS);
                    return new HistogramTree(columns, tally, draws, settings, random).grow();
                };
            }
        };
    }

    /** How often each row was drawn for a tree. */
    static int[] draws(Examples examples, double[] cumulative, GrowthSettings settings, int number) {
        return Bootstrap.draw(examples.rows(), cumulative, random(settings, number));
    }

    private static SplitMix64 random(GrowthSettings settings, int number) {
        // Stream 0 parts training from validation.
        return SplitMix64.ofStream(settings.seed(), number + 1L);
    }

    private static BinnedColumn[] bin(Examples examples) {
        BinnedColumn[] columns = new BinnedColumn[examples.features().size()];
        IntStream.range(0, columns.length)
                .parallel()
                .forEach(at -> columns[at] = examples.features().get(at) instanceof CategoricalFeature categorical
                        ? BinnedColumn.ofCategories(
                                examples.column(at), categorical.categories().size())
                        : BinnedColumn.ofNumbers(examples.column(at)));
        return columns;
    }
}
