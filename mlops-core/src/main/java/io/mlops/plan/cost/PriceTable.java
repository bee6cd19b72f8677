package io.mlops.plan.cost;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Prices by region and by what is paid for: {@code hosting <instance type>}, {@code training <instance type>}, a CodeBuild
 * compute type, {@code action execution}, {@code function}, {@code alarm}. Immutable.
 */
public final class PriceTable {
    private static final String FILE = "prices.tsv";
    private static final String EVERYWHERE = "*";
    private static final int COLUMNS = 6;

    private final Map<String, Price> prices;

    private PriceTable(Map<String, Price> prices) {
        this.prices = Collections.unmodifiableMap(prices);
    }

    /**
     * Reads the table that ships with the library, {@code io/mlops/plan/cost/prices.tsv}. It is far from complete.
     *
     * @return the table
     */
    public static PriceTable published() {
        try (InputStream file = Objects.requireNonNull(PriceTable.class.getResourceAsStream(FILE), FILE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            Map<String, Price> prices = new TreeMap<>();
            lines.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
                String[] columns = line.split("\t", COLUMNS);
                prices.put(
                        key(columns[0], columns[1]),
                        new Price(new BigDecimal(columns[2]), columns[3], LocalDate.parse(columns[4]), columns[5]));
            });
            return new PriceTable(prices);
        } catch (IOException e) {
            throw new UncheckedIOException(FILE, e);
        }
    }

    /**
     * Adds a price, or replaces it: the team's own contract, or what the table lacks.
     *
     * @param region as {@code eu-west-1}
     * @param what as {@code hosting ml.m5.large}
     * @param price the price
     * @return the new table
     */
    public PriceTable with(String region, String what, Price price) {
        Map<String, Price> all = new TreeMap<>(prices);
        all.put(key(region, what), price);
        return new PriceTable(all);
    }

    /**
     * Looks a price up.
     *
     * @param region as {@code eu-west-1}
     * @param what as {@code hosting ml.m5.large}
     * @return the region's price, or else that of every region, if the table has one
     */
    public Optional<Price> find(String region, String what) {
        return Optional.ofNullable(prices.get(key(region, what)))
                .or(() -> Optional.ofNullable(prices.get(key(EVERYWHERE, what))));
    }

    private static String key(String region, String what) {
        return region + "\t" + what;
    }
}
