package io.mlops.plan.cost;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a pipeline may cost. An estimate: it knows published prices of some dates, and neither the traffic nor the bill.
 *
 * @param region the pipeline's
 * @param perMonth what is paid for as long as it stands
 * @param perExecution what each execution adds, if it takes as long as it may
 * @param byUse what depends on use alone, and is not reckoned
 */
public record CostEstimate(String region, List<CostLine> perMonth, List<CostLine> perExecution, List<String> byUse) {
    /** Copies the lists. */
    public CostEstimate {
        perMonth = List.copyOf(perMonth);
        perExecution = List.copyOf(perExecution);
        byUse = List.copyOf(byUse);
    }

    /**
     * Lists what has no price in the table.
     *
     * @return lines that count in no sum
     */
    public List<CostLine> unknown() {
        return lines().filter(line -> !line.isKnown()).toList();
    }

    /**
     * Lists what was reckoned with the price of something else.
     *
     * @return lines that count in the sums
     */
    public List<CostLine> standIns() {
        return lines().filter(CostLine::isStandIn).toList();
    }

    /**
     * Prints the estimate for people.
     *
     * @return several lines, without a line end
     */
    @Override
    public String toString() {
        List<String> lines = new ArrayList<>();
        lines.add("This is an estimate in USD for " + region + ", not a quote: on-demand prices" + dates()
                + ", without taxes, discounts and free tiers");
        add(lines, "per month", perMonth);
        add(lines, "per execution, if it takes as long as it may", perExecution);
        if (!standIns().isEmpty()) {
            lines.add("  reckoned at the price of a Studio notebook, which is within 1 % where both are known: "
                    + items(standIns()));
        }
        if (!unknown().isEmpty()) {
            lines.add("  no price is known here of: " + items(unknown()));
        }
        lines.add("  not reckoned, since it depends on use: " + String.join(", ", byUse));
        return String.join("\n", lines);
    }

    private Stream<CostLine> lines() {
        return Stream.concat(perMonth.stream(), perExecution.stream());
    }

    private static String items(List<CostLine> costs) {
        return String.join(
                ", ", new TreeSet<>(costs.stream().map(CostLine::item).toList()));
    }

    private String dates() {
        TreeSet<LocalDate> dates = new TreeSet<>();
        lines().map(CostLine::price).filter(Objects::nonNull).forEach(price -> dates.add(price.date()));
        if (dates.isEmpty()) {
            return "";
        }
        return dates.size() == 1 ? " of " + dates.first() : " of " + dates.first() + " to " + dates.last();
    }

    private static void add(List<String> lines, String period, List<CostLine> costs) {
        boolean allKnown = costs.stream().allMatch(CostLine::isKnown);
        boolean noneKnown = !allKnown && costs.stream().noneMatch(CostLine::isKnown);
        String sum = amount(sum(costs, CostLine::least), sum(costs, CostLine::most));
        lines.add("  " + period + ": " + (noneKnown ? "unknown" : sum + (allKnown ? "" : " and what is unknown")));
        costs.stream()
                .sorted(Comparator.comparing(line -> !line.isKnown()))
                .forEach(line -> lines.add("    " + shown(line) + "  " + line.what()));
    }

    private static BigDecimal sum(List<CostLine> costs, Function<CostLine, @Nullable BigDecimal> of) {
        return costs.stream().map(of).filter(Objects::nonNull).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static String shown(CostLine line) {
        BigDecimal least = line.least();
        BigDecimal most = line.most();
        return least == null || most == null ? "unknown" : amount(least, most);
    }

    private static String amount(BigDecimal least, BigDecimal most) {
        if (least.compareTo(most) == 0) {
            return money(most);
        }
        return least.signum() == 0 ? "at most " + money(most) : money(least) + " to " + money(most);
    }

    /** Rounded up to the cent: what costs a little costs more than nothing. */
    private static String money(BigDecimal usd) {
        return String.format(Locale.ROOT, "%.2f", usd.setScale(2, RoundingMode.CEILING));
    }
}
