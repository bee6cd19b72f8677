package io.mlops.plan.cost;

import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A line of an estimate.
 *
 * @param what what is paid for, and how much of it
 * @param item what the table calls it, as {@code hosting ml.m5.large}
 * @param priced what the table calls that whose price was taken: the item, or what stands in for it
 * @param least the least in USD; absent where no price is known
 * @param most the most in USD; absent where no price is known
 * @param price what it was reckoned with; absent where no price is known
 */
public record CostLine(
        String what,
        String item,
        String priced,
        @Nullable BigDecimal least,
        @Nullable BigDecimal most,
        @Nullable Price price) {
    /**
     * Reckons a line.
     *
     * @param what what is paid for, and how much of it
     * @param item what the table calls it
     * @param priced what the table calls that whose price is given
     * @param price of one unit, if it is known
     * @param least the fewest units
     * @param most the most units
     * @return the line
     */
    public static CostLine of(
            String what, String item, String priced, Optional<Price> price, BigDecimal least, BigDecimal most) {
        return price.map(known -> new CostLine(
                        what,
                        item,
                        priced,
                        known.usd().multiply(least),
                        known.usd().multiply(most),
                        known))
                .orElseGet(() -> new CostLine(what, item, priced, null, null, null));
    }

    /**
     * Tells whether the table has a price for it.
     *
     * @return whether it counts in the sums
     */
    public boolean isKnown() {
        return price != null;
    }

    /**
     * Tells whether it was reckoned with the price of something else, since none is known of the item itself.
     *
     * @return whether a price stood in
     */
    public boolean isStandIn() {
        return isKnown() && !priced.equals(item);
    }
}
