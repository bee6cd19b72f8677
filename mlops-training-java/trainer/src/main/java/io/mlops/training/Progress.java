package io.mlops.training;

import io.mlops.training.evaluation.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Writes progress, with the seconds since the start, and the metric lines that {@code MetricDefinitions} match. */
final class Progress {
    private final Surroundings surroundings;
    private final Instant start;

    Progress(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.start = surroundings.clock().instant();
    }

    void say(String what) {
        surroundings.out().println(String.format(Locale.ROOT, "%.1f s: ", seconds()) + what);
    }

    double seconds() {
        return Duration.between(start, surroundings.clock().instant()).toMillis() / 1000.0;
    }

    void metrics(String of, Metrics metrics) {
        metrics.values()
                .forEach((name, value) ->
                        surroundings.out().println(String.format(Locale.ROOT, "%s:%s=%.6f;", of, name, value)));
    }

    void metric(String line) {
        surroundings.out().println(line);
    }
}
