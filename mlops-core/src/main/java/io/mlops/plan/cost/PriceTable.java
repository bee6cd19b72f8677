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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Prices by region and by what is paid for: {@code hosting <instance type>}, {@code training <instance type>}, {@code studio
 * notebook <instance type>}, a CodeBuild compute type, {@code action execution}, {@code function}, {@code alarm}. Immutable.
 */
public final class PriceTable {
    private static final String FILE = "prices.tsv";
    private static final String BY_REGION = "prices-by-region.tsv";
    private static final String EVERYWHERE = "*";
    private static final Pattern INSTANCE = Pattern.compile("^(hosting|training) ");
    /** What is paid for, the unit, the date and the source stand before the regions. */
    private static final int FIRST_REGION = 4;

    private final Map<String, Price> prices;

    private PriceTable(Map<String, Price> prices) {
        this.prices = Collections.unmodifiableMap(prices);
    }

    /**
     * Reads the tables that ship with the library, {@code io/mlops/plan/cost/prices.tsv} and {@code prices-by-region.tsv}.
     * Where both have a price, the newer one counts. They are not complete.
     *
     * @return the table
     */
    public static PriceTable published() {
        Map<String, Price> prices = new TreeMap<>();
        for (String[] row : rows(FILE)) {
            put(prices, key(row[0], row[1]), price(row[2], row[3], row[4], row[5]));
        }
        List<String[]> table = rows(BY_REGION);
        String[] regions = table.get(0);
        for (String[] row : table.subList(1, table.size())) {
            for (int i = FIRST_REGION; i < regions.length; i++) {
                if (!row[i].isEmpty()) {
                    put(prices, key(regions[i], row[0]), price(row[i], row[1], row[2], row[3]));
                }
            }
        }
        return new PriceTable(prices);
    }

    private static List<String[]> rows(String name) {
        try (InputStream file = Objects.requireNonNull(PriceTable.class.getResourceAsStream(name), name);
                BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    private static Price price(String usd, String unit, String date, String source) {
        return new Price(new BigDecimal(usd), unit, LocalDate.parse(date), source);
    }

    private static void put(Map<String, Price> prices, String key, Price price) {
        prices.merge(key, price, (one, other) -> one.date().isAfter(other.date()) ? one : other);
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

    /**
     * Names what stands in for what has no price. SageMaker charges hosting, training and Studio notebooks apart, and for one
     * instance type as good as the same.
     *
     * @param what as {@code hosting ml.m5.large}
     * @return as {@code studio notebook ml.m5.large}; {@code what} itself where nothing stands in
     */
    public static String standIn(String what) {
        return INSTANCE.matcher(what).replaceFirst("studio notebook ");
    }

    private static String key(String region, String what) {
        return region + "\t" + what;
    }
}
