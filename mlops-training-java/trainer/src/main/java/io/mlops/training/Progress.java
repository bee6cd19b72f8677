package io.mlops.training;

import io.mlops.training.evaluation.BinaryMetrics;
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
        double seconds = Duration.between(start, surroundings.clock().instant()).toMillis() / 1000.0;
        surroundings.out().println(String.format(Locale.ROOT, "%.1f s: ", seconds) + what);
    }

    void metrics(BinaryMetrics metrics) {
        metric("roc_auc", metrics.rocAuc());
        metric("average_precision", metrics.averagePrecision());
        metric("log_loss", metrics.logLoss());
        metric("accuracy", metrics.accuracy());
    }

    private void metric(String name, double value) {
        surroundings.out().println(String.format(Locale.ROOT, "validation:%s=%.6f;", name, value));
    }
}
