package io.mlops.examples.fraud;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The recipe's synthetic card transactions (its step 11), from the same distributions: about 0.3 % are fraud, so that
 * accuracy says nothing of a model.
 */
final class FraudData {
    private static final int NOISE_FEATURES = 10;
    private static final double POISSON_MEAN = 0.1;

    private final SplittableRandom random;

    private FraudData(long seed) {
        this.random = new SplittableRandom(seed);
    }

    static DataSet generate(int rows, long seed) {
        FraudData data = new FraudData(seed);
        List<List<String>> generated = new ArrayList<>(rows);
        for (int i = 0; i < rows; i++) {
            generated.add(data.row());
        }
        return new DataSet(header(), "is_fraud", "1", generated);
    }

    private static List<String> header() {
        List<String> header = new ArrayList<>(List.of(
                "amount",
                "hour",
                "day_of_week",
                "merchant_category",
                "distance_from_home",
                "online_transaction",
                "previous_failures",
                "account_age_days",
                "credit_limit",
                "current_balance"));
        IntStream.range(0, NOISE_FEATURES).forEach(i -> header.add("feature_" + i));
        header.add("is_fraud");
        return List.copyOf(header);
    }

    private List<String> row() {
        double amount = 50 * random.nextExponential();
        int hour = random.nextInt(24);
        int day = random.nextInt(7);
        int category = random.nextInt(20);
        double distance = 10 * random.nextExponential();
        int online = random.nextDouble() < 0.3 ? 1 : 0;
        List<String> row = new ArrayList<>(List.of(
                decimal(amount),
                Integer.toString(hour),
                Integer.toString(day),
                Integer.toString(category),
                decimal(distance),
                Integer.toString(online),
                Integer.toString(poisson()),
                Integer.toString(30 + random.nextInt(3620)),
                decimal(5000 + 2000 * random.nextGaussian()),
                decimal(2000 + 1500 * random.nextGaussian())));
        for (int i = 0; i < NOISE_FEATURES; i++) {
            row.add(decimal(random.nextGaussian()));
        }
        double fraud = (amount > 200 ? 0.3 : 0)
                + (hour > 22 ? 0.2 : 0)
                + (distance > 50 ? 0.25 : 0)
                + (online == 1 ? 0.1 : 0)
                + 0.15 * random.nextDouble();
        row.add(fraud > 0.5 ? "1" : "0");
        return row;
    }

    /** Knuth's method (The Art of Computer Programming, volume 2, 3.4.1), fit for a small mean. */
    private int poisson() {
        double limit = Math.exp(-POISSON_MEAN);
        int count = 0;
        for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
            count++;
        }
        return count;
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.6f", value);
    }
}
