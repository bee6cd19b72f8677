package io.mlops.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.Examples;
import io.mlops.ExportDescriptions;
import io.mlops.Golden;
import io.mlops.plan.cost.CostEstimate;
import io.mlops.plan.cost.CostLine;
import io.mlops.plan.cost.Price;
import io.mlops.plan.cost.PriceTable;
import io.mlops.spec.Account;
import io.mlops.spec.PipelineSpec;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CostsTest {
    private static final String REGION = "us-east-1";
    /** Zurich, of whose instances the table knows nothing. */
    private static final String UNPRICED = "eu-central-2";

    @Test
    void printsTheEstimateUnderThePlan() throws IOException {
        PipelineSpec spec = Examples.spec();
        Plan plan = Plan.diff(new ResourceGraph(List.of()), Examples.graph(spec));

        Golden.matches("plan-cost.txt", plan.costing(estimate(spec, "eu-west-1", PriceTable.published())) + "\n");
        assertThat(plan.costing(estimate(spec, PriceTable.published()))
                        .keeping(List.of())
                        .cost())
                .isNotNull();
        assertThat(plan.toString()).doesNotContain("estimate");
    }

    @Test
    void reckonsEndpointsByInstancesForAMonth() {
        assertThat(estimate(Examples.spec(), PriceTable.published()).perMonth())
                .extracting(CostLine::most)
                .containsExactly(new BigDecimal("83.950"), new BigDecimal("167.900"));
    }

    @Test
    void reckonsScaledVariantsFromTheFewestToTheMostInstances() {
        CostLine line = line(estimate("fleets"), "endpoint fraud-several A");

        assertThat(line.least()).isEqualByComparingTo("335.80");
        assertThat(line.most()).isEqualByComparingTo("1007.40");
    }

    @Test
    void saysThatServerlessDependsOnUse() {
        CostEstimate estimate = estimate("fleets");

        assertThat(estimate.byUse()).contains("serverless endpoint fraud-serverless AllTraffic");
        assertThat(estimate.perMonth()).noneMatch(line -> line.what().contains("fraud-serverless"));
    }

    @Test
    void reckonsSpotTrainingFromATenthToTheWholePrice() {
        PriceTable prices = PriceTable.published().with(REGION, "training ml.m5.xlarge", price("0.25"));

        CostLine line = line(estimate(spec("spot"), prices), "training: 1 ml.m5.xlarge, 120 minutes");

        assertThat(line.least()).isEqualByComparingTo("0.05");
        assertThat(line.most()).isEqualByComparingTo("0.50");
    }

    @Test
    void reckonsWithAStudioNotebookWhereItKnowsNoOtherPriceAndSaysSo() {
        CostEstimate estimate = estimate(Examples.spec(), "eu-west-1", PriceTable.published());

        assertThat(estimate.unknown()).isEmpty();
        assertThat(line(estimate, "endpoint fraud-detection-staging").most()).isEqualByComparingTo("93.44");
        assertThat(estimate.standIns())
                .extracting(CostLine::item)
                .containsOnly("hosting ml.m5.large", "training ml.m5.large");
        assertThat(estimate.toString())
                .contains("per month: 280.32")
                .contains("at the price of a Studio notebook")
                .contains(": hosting ml.m5.large, training ml.m5.large\n");
    }

    @Test
    void prefersAKnownPriceToAStandIn() {
        CostEstimate estimate = estimate(
                Examples.spec(),
                "eu-west-1",
                PriceTable.published().with("eu-west-1", "hosting ml.m5.large", price("0.2")));

        assertThat(estimate.standIns()).extracting(CostLine::item).containsExactly("training ml.m5.large");
        assertThat(line(estimate, "endpoint fraud-detection-staging").most()).isEqualByComparingTo("146");
        assertThat(estimate(Examples.spec(), PriceTable.published()).toString()).doesNotContain("Studio");
    }

    @Test
    void sumsWhatItKnowsAndNamesWhatItHasNoPriceOf() {
        CostEstimate estimate = estimate(
                Examples.spec(), UNPRICED, PriceTable.published().with(UNPRICED, "hosting ml.m5.large", price("0.2")));

        assertThat(estimate.unknown()).extracting(CostLine::item).containsExactly("training ml.m5.large");
        assertThat(estimate.toString())
                .contains("This is an estimate in USD for eu-central-2, not a quote")
                .contains("per month: 438.00\n")
                .containsPattern("as long as it may: at most [0-9.]+ and what is unknown\n")
                .contains("no price is known here of: training ml.m5.large");
    }

    @Test
    void saysUnknownWhereItKnowsNoPriceAtAll() {
        CostEstimate estimate = estimate(Examples.spec(), UNPRICED, PriceTable.published());

        assertThat(estimate.toString()).contains("per month: unknown");
    }

    private static Price price(String usd) {
        return new Price(new BigDecimal(usd), "hour", LocalDate.of(2026, 11, 1), "the team's contract");
    }

    private static CostEstimate estimate(String description) {
        return estimate(spec(description), PriceTable.published());
    }

    private static CostEstimate estimate(PipelineSpec spec, PriceTable prices) {
        return estimate(spec, REGION, prices);
    }

    private static CostEstimate estimate(PipelineSpec spec, String region, PriceTable prices) {
        return Costs.of(spec, spec.names(new Account("aws", "123456789012", region)), prices);
    }

    private static PipelineSpec spec(String description) {
        return Objects.requireNonNull(ExportDescriptions.all().get(description));
    }

    private static CostLine line(CostEstimate estimate, String beginning) {
        return Stream.concat(estimate.perMonth().stream(), estimate.perExecution().stream())
                .filter(line -> line.what().startsWith(beginning))
                .findFirst()
                .orElseThrow();
    }
}
