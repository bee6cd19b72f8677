package io.mlops.local.cloudwatch;

import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is asked of a metric: {@code Average}, {@code p99.9} and the like. */
final class Statistic {
    private static final Pattern PERCENTILE = Pattern.compile("p(\\d{1,2}(?:\\.\\d{0,10})?|100)");

    private Statistic() {}

    /** Gives the statistic of that name; empty where there is none, or none here: trimmed means and the like. */
    static Optional<ToDoubleFunction<Aggregate>> of(String name) {
        Matcher percentile = PERCENTILE.matcher(name);
        if (percentile.matches()) {
            double percent = Double.parseDouble(percentile.group(1));
            return Optional.of(aggregate -> aggregate.percentile(percent));
        }
        return Optional.ofNullable(
                switch (name) {
                    case "SampleCount" -> Aggregate::count;
                    case "Sum" -> Aggregate::sum;
                    case "Average" -> aggregate -> aggregate.sum() / aggregate.count();
                    case "Minimum" -> Aggregate::minimum;
                    case "Maximum" -> Aggregate::maximum;
                    default -> null;
                });
    }

    /** Gives the statistic of that name, which a caller named in a parameter. */
    static ToDoubleFunction<Aggregate> require(String parameter, String name) {
        return of(name).orElseThrow(
                        () -> Wrong.value("The value " + name + " for parameter " + parameter + " is not supported."));
    }
}
