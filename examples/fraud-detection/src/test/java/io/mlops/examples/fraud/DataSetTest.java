package io.mlops.examples.fraud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DataSetTest {
    private static long positives(DataSet data) {
        return data.rows().stream().filter(data::isPositive).count();
    }

    @Test
    void generatesTheRecipesFraudAtItsRate() {
        DataSet data = FraudData.generate(50_000, 42);

        // The recipe's own generator gives 151 of 50,000; the standard deviation of such a count is about 12.
        assertThat((double) positives(data)).isCloseTo(151, within(50.0));
        assertThat(data.header()).hasSize(21).endsWith("is_fraud");
    }

    @Test
    void generatesTheSameRowsFromTheSameSeed() {
        assertThat(FraudData.generate(100, 7)).isEqualTo(FraudData.generate(100, 7));
        assertThat(FraudData.generate(100, 7)).isNotEqualTo(FraudData.generate(100, 8));
    }

    @Test
    void splitsByLabel() {
        DataSet.Split split = CreditData.load().splitStratified(0.2, 42);

        assertThat(split.training().rows()).hasSize(3563);
        assertThat(split.holdout().rows()).hasSize(891);
        assertThat((double) positives(split.holdout()) / split.holdout().rows().size())
                .isCloseTo(0.282, within(0.001));
    }

    @Test
    void hidesTheLabelFromTheEndpoint() {
        DataSet data = CreditData.load();

        assertThat(data.features(data.rows().get(0))).isEqualTo("9,rent,60,30,married,no,freelance,73,129,0,0,800,846");
    }
}
