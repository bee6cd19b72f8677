package io.mlops.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class VirtualTimeTest {
    private final VirtualTime time = new VirtualTime();
    private final List<String> ran = new CopyOnWriteArrayList<>();
    private final Instant begun = time.now();

    @AfterEach
    void close() {
        time.close();
    }

    private Runnable note(String name) {
        return () -> ran.add(name + " " + Duration.between(begun, time.now()).toMinutes());
    }

    @Test
    void runsWhatIsDueInOrderAndAtItsMoment() {
        time.after(Duration.ofHours(3), note("late"));
        time.after(Duration.ofHours(1), note("first"));
        time.after(Duration.ofHours(2), note("second"));

        time.advance(Duration.ofMinutes(150));

        assertThat(ran).containsExactly("first 60", "second 120");
        assertThat(Duration.between(begun, time.now()).toMinutes()).isEqualTo(150);
    }

    @Test
    void runsWhatTasksMakeDue() {
        class Poll implements Runnable {
            @Override
            public void run() {
                note("poll").run();
                time.execute(() -> time.after(Duration.ofMinutes(10), this));
            }
        }
        time.after(Duration.ofMinutes(10), new Poll());

        time.advance(Duration.ofMinutes(45));

        assertThat(ran).containsExactly("poll 10", "poll 20", "poll 30", "poll 40");
    }

    @Test
    void runsNothingThatWasCancelledNorTwice() {
        time.after(Duration.ofMinutes(1), note("cancelled")).cancel();
        time.after(Duration.ofMinutes(1), note("once"));

        time.advance(Duration.ofMinutes(2));
        time.advance(Duration.ofMinutes(2));

        assertThat(ran).containsExactly("once 1");
    }

    @Test
    void passesByItself() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        time.after(Duration.ofHours(1).plusMillis(20), done::countDown);
        time.advance(Duration.ofHours(1));

        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void doesNotOvertakeWorkThatIsUnderWay() {
        CompletableFuture<Void> work = new CompletableFuture<>();
        time.underWay(work);
        CompletableFuture<Void> unusedNext =
                work.whenComplete((done, error) -> time.after(Duration.ofMinutes(1), note("next")));
        CompletableFuture<Void> unused = CompletableFuture.runAsync(
                () -> work.complete(null), CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS));

        time.advance(Duration.ofHours(1));

        assertThat(ran).containsExactly("next 1");
    }

    @Test
    void movesOnWithoutWorkThatDoesNotEnd() {
        VirtualTime impatient = new VirtualTime(Duration.ofMillis(10));
        impatient.underWay(new CompletableFuture<>());
        impatient.after(Duration.ofMinutes(1), () -> ran.add("went on"));

        impatient.advance(Duration.ofHours(1));

        assertThat(ran).containsExactly("went on");
        impatient.close();
    }
}
