package io.mlops.training.serving;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts invocations, and how long they took, for {@code GET /metrics}: Prometheus's text form 0.0.4 ("Exposition formats",
 * Prometheus documentation).
 */
final class ServingMetrics {
    /** The text form's media type. */
    static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /** Upper ends of the histogram's buckets, in seconds. */
    private static final double[] BOUNDS = {
        0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60
    };

    private final LongAdder[] buckets = new LongAdder[BOUNDS.length + 1];
    private final LongAdder nanos = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final Map<Integer, LongAdder> byStatus = new ConcurrentSkipListMap<>();

    ServingMetrics() {
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] = new LongAdder();
        }
    }

    /** Counts an invocation that was answered. */
    void count(int status, long took, int sent) {
        byStatus.computeIfAbsent(status, unknown -> new LongAdder()).increment();
        int bucket = 0;
        while (bucket < BOUNDS.length && took > BOUNDS[bucket] * 1e9) {
            bucket++;
        }
        buckets[bucket].increment();
        nanos.add(took);
        bytes.add(sent);
    }

    byte[] text() {
        StringBuilder text = new StringBuilder(2048);
        text.append("# HELP mlops_invocations_total Invocations by HTTP status.\n");
        text.append("# TYPE mlops_invocations_total counter\n");
        byStatus.forEach((status, count) -> text.append("mlops_invocations_total{status=\"")
                .append(status)
                .append("\"} ")
                .append(count.sum())
                .append('\n'));
        text.append("# HELP mlops_answered_bytes_total Bytes of all answers to invocations.\n");
        text.append("# TYPE mlops_answered_bytes_total counter\n");
        text.append("mlops_answered_bytes_total ").append(bytes.sum()).append('\n');
        text.append("# HELP mlops_invocation_seconds How long invocations took.\n");
        text.append("# TYPE mlops_invocation_seconds histogram\n");
        long count = 0;
        for (int i = 0; i < buckets.length; i++) {
            count += buckets[i].sum();
            String bound = i < BOUNDS.length ? Double.toString(BOUNDS[i]) : "+Inf";
            text.append("mlops_invocation_seconds_bucket{le=\"").append(bound).append("\"} ");
            text.append(count).append('\n');
        }
        text.append(String.format(Locale.ROOT, "mlops_invocation_seconds_sum %.9f\n", nanos.sum() / 1e9));
        text.append("mlops_invocation_seconds_count ").append(count).append('\n');
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
