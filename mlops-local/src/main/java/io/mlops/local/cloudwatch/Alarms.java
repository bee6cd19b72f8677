package io.mlops.local.cloudwatch;

import io.mlops.local.account.Scope;
import io.mlops.local.call.Cloud;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The alarms of an account in a region. Each is evaluated every minute, and every 10 seconds with a shorter period. */
public final class Alarms {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofSeconds(10);

    private final Cloud cloud;
    private final Scope scope;
    private final Map<String, StoredAlarm> byName = new ConcurrentSkipListMap<>();

    private Alarms(Cloud cloud, Scope scope) {
        this.cloud = cloud;
        this.scope = scope;
    }

    static Alarms of(Cloud cloud, Scope scope) {
        return cloud.stores().of(Alarms.class, scope, made -> new Alarms(cloud, made));
    }

    /**
     * Gives each alarm's tags, for the tagging API.
     *
     * @param cloud the emulated AWS
     * @param scope the account and region
     * @return tags by ARN
     */
    public static Map<String, Map<String, String>> tags(Cloud cloud, Scope scope) {
        Map<String, Map<String, String>> tags = new TreeMap<>();
        of(cloud, scope).byName.values().forEach(alarm -> tags.put(alarm.arn(), alarm.tags()));
        return tags;
    }

    Map<String, StoredAlarm> byName() {
        return byName;
    }

    /** Evaluates an alarm from now on, until it is replaced or deleted. */
    void watch(StoredAlarm alarm) {
        cloud.scheduler().execute(() -> evaluate(alarm));
    }

    private void evaluate(StoredAlarm alarm) {
        if (byName.get(alarm.name()) != alarm) {
            return;
        }
        try {
            new AlarmEvaluation(
                            Metrics.of(cloud, scope)::read,
                            alarm,
                            cloud.scheduler().now())
                    .result()
                    .ifPresent(state -> change(alarm, state));
        } finally {
            cloud.scheduler().after(alarm.period() < MINUTE.toSeconds() ? SHORT : MINUTE, () -> evaluate(alarm));
        }
    }

    /** Gives an alarm a state; where that is another, what listens is told. */
    void change(StoredAlarm alarm, StoredAlarm.State state) {
        StoredAlarm.State before = alarm.state();
        if (before.value() == state.value()) {
            alarm.replace(new StoredAlarm.State(state.value(), state.reason(), state.reasonData(), before.since()));
        } else {
            alarm.replace(state);
            new AlarmChange(cloud, scope, alarm, before, state).tell();
        }
    }
}
