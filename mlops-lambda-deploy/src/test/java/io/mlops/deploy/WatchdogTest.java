package io.mlops.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WatchdogTest {
    @Test
    void answersBeforeTheFunctionsTimeIsUpAndInterruptsTheWork() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);

        String answer = Watchdog.run(
                Duration.ofMillis(100),
                () -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                    }
                    return "done";
                },
                () -> "late");

        assertThat(answer).isEqualTo("late");
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void givesWhatTheWorkGives() {
        AtomicBoolean asked = new AtomicBoolean();

        String answer = Watchdog.run(Duration.ofMinutes(1), () -> "done", () -> {
            asked.set(true);
            return "late";
        });

        assertThat(answer).isEqualTo("done");
        assertThat(asked).isFalse();
    }

    @Test
    void throwsWhatTheWorkThrows() {
        assertThatThrownBy(() -> Watchdog.run(
                        Duration.ofMinutes(1),
                        () -> {
                            throw new OutOfMemoryError("no heap");
                        },
                        () -> "late"))
                .isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void leavesTimeForTheAnswer() {
        assertThat(Watchdog.allowed(Duration.ofSeconds(60))).isEqualTo(Duration.ofSeconds(52));
        assertThat(Watchdog.allowed(Duration.ofSeconds(3))).isEqualTo(Duration.ofMillis(1500));
    }

    @Test
    void continuesInAnotherInvocationWhenItIsHeldUp() {
        Pipeline pipeline = new Pipeline();
        pipeline.s3.held = true;
        pipeline.remaining = 200;

        pipeline.invoke("job-1");
        assertThat(pipeline.lastSuccess().executionDetails().summary()).contains("nearly up");
        pipeline.s3.held = false;
        pipeline.remaining = 60_000;
        pipeline.goOn("job-2");

        assertThat(pipeline.sageMaker.calls).contains("CreateEndpoint");
    }
}
