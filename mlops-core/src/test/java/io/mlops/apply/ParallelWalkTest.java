package io.mlops.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class ParallelWalkTest {
    @Test
    void doesEachAfterWhatItNeedsAndSkipsWhatNeedsAFailure() {
        Map<String, Set<String>> needs =
                Map.of("a", Set.of(), "b", Set.of(), "c", Set.of("a"), "d", Set.of("b"), "e", Set.of("c", "d"));
        List<String> tried = Collections.synchronizedList(new ArrayList<>());
        Set<String> done = ConcurrentHashMap.newKeySet();

        Map<String, Throwable> failures = ParallelWalk.run(
                List.of("a", "b", "c", "d", "e"),
                key -> needs.getOrDefault(key, Set.of()),
                key -> {
                    tried.add(key);
                    if (key.equals("d")) {
                        throw new IllegalStateException("refused");
                    }
                },
                done);

        assertThat(failures).containsOnlyKeys("d");
        assertThat(done).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(tried).doesNotContain("e");
        assertThat(tried.indexOf("a")).isLessThan(tried.indexOf("c"));
    }

    @Test
    void countsAnErrorAsAFailure() {
        Set<String> done = ConcurrentHashMap.newKeySet();

        Map<String, Throwable> failures = ParallelWalk.run(
                List.of("a", "b"),
                key -> key.equals("b") ? Set.of("a") : Set.of(),
                key -> {
                    throw new NoClassDefFoundError("x/Y");
                },
                done);

        assertThat(failures).containsOnlyKeys("a");
        assertThat(failures.get("a")).isInstanceOf(NoClassDefFoundError.class);
        assertThat(done).isEmpty();
    }
}
