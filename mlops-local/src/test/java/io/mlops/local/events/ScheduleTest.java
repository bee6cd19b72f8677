package io.mlops.local.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
    private static final Instant WEDNESDAY = Instant.parse("2026-11-25T10:07:30Z");

    /** The cron examples are the EventBridge user guide's. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            rate(1 minute)               | 2026-11-25T10:08:30Z
            rate(5 hours)                | 2026-11-25T15:07:30Z
            rate(7 days)                 | 2026-12-02T10:07:30Z
            cron(0 10 * * ? *)           | 2026-11-26T10:00:00Z
            cron(15 12 * * ? *)          | 2026-11-25T12:15:00Z
            cron(0 18 ? * MON-FRI *)     | 2026-11-25T18:00:00Z
            cron(0 8 1 * ? *)            | 2026-12-01T08:00:00Z
            cron(0/15 * * * ? *)         | 2026-11-25T10:15:00Z
            cron(0/5 8-17 ? * SUN,SAT *) | 2026-11-28T08:00:00Z
            cron(0 0 1 JAN ? 2028)       | 2028-01-01T00:00:00Z
            """)
    void findsTheNextTime(String expression, Instant next) {
        assertThat(Schedule.parse(expression).next(WEDNESDAY)).contains(next);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rate(1 minutes)",
                "rate(5 minute)",
                "rate(0 minutes)",
                "cron(0 10 * * * *)",
                "cron(0 10 ? * ? *)",
                "cron(60 10 * * ? *)",
                "cron(0 10 * * ?)",
                "cron(0 10 L * ? *)",
                "cron(0 10 ? * 6#3 *)",
                "at(2027-01-01T00:00:00)"
            })
    void refusesWhatIsNoScheduleOrNotHonoured(String expression) {
        assertThatThrownBy(() -> Schedule.parse(expression)).hasMessageContaining("ScheduleExpression");
    }

    @ParameterizedTest
    @ValueSource(strings = "cron(0 10 1 * ? 2025)")
    void endsWhereNoTimeIsLeft(String expression) {
        assertThat(Schedule.parse(expression).next(WEDNESDAY)).isEmpty();
    }
}
