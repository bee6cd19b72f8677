package io.mlops.plan.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class PriceTableTest {
    private static final Path DIRECTORY = Path.of("src/main/resources/io/mlops/plan/cost");

    private final PriceTable table = PriceTable.published();

    @Test
    void tellsOfEveryPriceWhenAndWhereItWasRead() throws IOException {
        assertThat(rows("prices.tsv")).hasSizeGreaterThan(50).allSatisfy(row -> {
            assertThat(row).hasSize(6);
            assertTold(table.find(row[0], row[1]).orElseThrow());
        });
        assertThat(rows("prices-by-region.tsv").stream().skip(1))
                .hasSizeGreaterThan(40)
                .allSatisfy(row -> {
                    String[] regions = regions();
                    assertThat(row).hasSameSizeAs(regions);
                    for (int i = 4; i < row.length; i++) {
                        assertThat(table.find(regions[i], row[0]).isPresent()).isEqualTo(!row[i].isEmpty());
                        table.find(regions[i], row[0]).ifPresent(PriceTableTest::assertTold);
                    }
                });
    }

    @Test
    void hasEachPriceOnceInAFile() throws IOException {
        assertThat(rows("prices.tsv").stream().map(row -> row[0] + " " + row[1]))
                .doesNotHaveDuplicates();
        assertThat(rows("prices-by-region.tsv").stream().map(row -> row[0])).doesNotHaveDuplicates();
        assertThat(regions()).doesNotHaveDuplicates();
    }

    @Test
    void knowsInIrelandWhatTheExampleIsMadeOf() {
        assertThat(table.find("eu-west-1", "studio notebook ml.m5.large").orElseThrow())
                .extracting(Price::usd, Price::unit, Price::date)
                .containsExactly(new BigDecimal("0.128"), "hour", LocalDate.of(2025, 6, 16));
        assertThat(List.of("BUILD_GENERAL1_SMALL", "function", "alarm", "action execution"))
                .allSatisfy(what -> assertThat(table.find("eu-west-1", what)).isPresent());
    }

    @Test
    void takesTheNewerOfTwoPrices() {
        assertThat(table.find("us-east-1", "alarm").orElseThrow().date()).isEqualTo("2026-07-30");
        assertThat(table.find("us-east-2", "alarm").orElseThrow().date()).isEqualTo("2025-06-05");
    }

    @Test
    void takesThePriceOfEveryRegionWhereTheRegionHasNone() {
        assertThat(table.find("eu-central-2", "action execution")).isPresent();
        assertThat(table.find("eu-central-2", "hosting ml.m5.large")).isEmpty();
    }

    /** What an estimate says of its stand-ins. */
    @Test
    void standsInWithWhatIsWithinOnePercentWhereBothAreKnown() throws IOException {
        List<String> compared = new ArrayList<>();
        for (String[] row : rows("prices.tsv")) {
            String standIn = PriceTable.standIn(row[1]);
            if (!standIn.equals(row[1])) {
                table.find(row[0], standIn).ifPresent(price -> {
                    Price own = table.find(row[0], row[1]).orElseThrow();
                    assertThat(price.unit()).isEqualTo(own.unit());
                    assertThat(price.usd())
                            .as(row[0] + " " + row[1])
                            .isCloseTo(own.usd(), Percentage.withPercentage(1));
                    compared.add(row[1]);
                });
            }
        }
        assertThat(compared).hasSizeGreaterThan(25).anyMatch(what -> what.startsWith("hosting"));
    }

    @Test
    void standsInForInstancesAlone() {
        assertThat(PriceTable.standIn("training ml.c5.xlarge")).isEqualTo("studio notebook ml.c5.xlarge");
        assertThat(PriceTable.standIn("function")).isEqualTo("function");
    }

    private static void assertTold(Price price) {
        assertThat(price.usd()).isPositive();
        assertThat(price.unit()).isIn("hour", "minute", "month", "GB-second");
        assertThat(price.date()).isAfter(LocalDate.of(2023, 1, 1));
        assertThat(price.source()).hasSizeGreaterThan(20);
    }

    private static String[] regions() throws IOException {
        return rows("prices-by-region.tsv").get(0);
    }

    private static List<String[]> rows(String file) throws IOException {
        return Files.readAllLines(DIRECTORY.resolve(file)).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t", -1))
                .toList();
    }
}
