package io.mlops.training;

import io.mlops.training.data.SplitMix64;

/** Makes seeded rows with a number, a category and missing values: low income and rent make a bad loan likelier. */
final class LoanRows {
    private LoanRows() {}

    static String csv(int rows, long seed) {
        SplitMix64 random = new SplitMix64(seed);
        StringBuilder csv = new StringBuilder("income,home,noise,status\n");
        for (int row = 0; row < rows; row++) {
            int income = 500 + random.nextInt(2500);
            boolean rents = random.nextInt(2) == 0;
            int risk = (income < 1200 ? 60 : 5) + (rents ? 25 : 0);
            csv.append(random.nextInt(20) == 0 ? "" : income).append(',');
            csv.append(random.nextInt(20) == 0 ? "" : rents ? "rent" : "own").append(',');
            csv.append(random.nextInt(100) / 10.0).append(',');
            csv.append(random.nextInt(100) < risk ? "bad" : "good").append('\n');
        }
        return csv.toString();
    }
}
