package io.mlops.plan.cost;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * A published price.
 *
 * @param usd US dollars for one unit
 * @param unit as {@code hour}
 * @param date when it was so
 * @param source where it was read
 */
public record Price(BigDecimal usd, String unit, LocalDate date, String source) {}
