package io.mlops.plan.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class PriceTableTest {
    private static final Path FILE = Path.of("src/main/resources/io/mlops/plan/cost/prices.tsv");

    @Test
    void tellsOfEveryPriceWhenAndWhereItWasRead() throws IOException {
        PriceTable table = PriceTable.published();

        assertThat(Files.readAllLines(FILE).stream().filter(line -> !line.startsWith("#")))
                .hasSizeGreaterThan(10)
                .allSatisfy(line -> {
                    String[] columns = line.split("\t", 6);
                    Price price = table.find(columns[0], columns[1]).orElseThrow();
                    assertThat(price.usd()).isPositive();
                    assertThat(price.date()).isAfter(LocalDate.of(2023, 1, 1));
                    assertThat(price.source()).hasSizeGreaterThan(20);
                });
    }

    @Test
    void takesThePriceOfEveryRegionWhereTheRegionHasNone() {
        assertThat(PriceTable.published().find("sa-east-1", "action execution")).isPresent();
        assertThat(PriceTable.published().find("sa-east-1", "hosting ml.m5.large"))
                .isEmpty();
    }
}
