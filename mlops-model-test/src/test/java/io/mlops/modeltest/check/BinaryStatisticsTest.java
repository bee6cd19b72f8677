package io.mlops.modeltest.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BinaryStatisticsTest {
    private static final double EXACT = 1e-12;

    /** The example of scikit-learn's documentation of roc_auc_score and average_precision_score. */
    @Test
    void agreesWithScikitLearnsRankingExample() {
        BinaryStatistics statistics =
                new BinaryStatistics(new double[] {0.1, 0.4, 0.35, 0.8}, new boolean[] {false, false, true, true});

        assertThat(statistics.rocAuc()).isEqualTo(0.75, within(EXACT));
        assertThat(statistics.averagePrecision()).isEqualTo(0.8333333333333333, within(EXACT));
        assertThat(statistics.accuracy()).isEqualTo(0.75, within(EXACT));
    }

    /** The example of scikit-learn's documentation of log_loss: spam, ham, ham, spam. */
    @Test
    void agreesWithScikitLearnsLogLossExample() {
        BinaryStatistics statistics =
                new BinaryStatistics(new double[] {0.9, 0.1, 0.2, 0.65}, new boolean[] {true, false, false, true});

        assertThat(statistics.logLoss()).isEqualTo(0.21616187468057912, within(EXACT));
    }

    @Test
    void givesAConstantModelNoCredit() {
        BinaryStatistics statistics =
                new BinaryStatistics(new double[] {0.3, 0.3, 0.3, 0.3}, new boolean[] {true, false, false, false});

        assertThat(statistics.rocAuc()).isEqualTo(0.5, within(EXACT));
        assertThat(statistics.averagePrecision()).isEqualTo(0.25, within(EXACT));
    }

    @Test
    void keepsLogLossFiniteForAModelThatIsSureAndWrong() {
        assertThat(new BinaryStatistics(new double[] {0, 1}, new boolean[] {true, false}).logLoss())
                .isEqualTo(-Math.log(Math.ulp(1.0)), within(1e-9));
    }

    @Test
    void equalsTheShareOfPairsThatAreRankedRightly() {
        Random random = new Random(42);
        for (int trial = 0; trial < 50; trial++) {
            int rows = 2 + random.nextInt(60);
            double[] scores = new double[rows];
            boolean[] positives = new boolean[rows];
            for (int i = 0; i < rows; i++) {
                scores[i] = random.nextInt(8) / 8.0;
                positives[i] = i == 0 || (i > 1 && random.nextInt(3) == 0);
            }
            assertThat(new BinaryStatistics(scores, positives).rocAuc())
                    .isEqualTo(pairwise(scores, positives), within(EXACT));
        }
    }

    @Test
    void refusesRowsOfOneClass() {
        assertThatThrownBy(() -> new BinaryStatistics(new double[] {0.1}, new boolean[] {true}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static double pairwise(double[] scores, boolean[] positives) {
        double right = 0;
        long pairs = 0;
        for (int i = 0; i < scores.length; i++) {
            for (int j = 0; j < scores.length; j++) {
                if (positives[i] && !positives[j]) {
                    pairs++;
                    right += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                }
            }
        }
        return right / pairs;
    }
}
