package io.mlops.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.contract.DeploySettings;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;

/**
 * Kills, duplicates, delays and reorders invocations at every call, by a seed. {@code -Dmlops.chaos.runs=1000} makes more
 * runs, {@code -Dmlops.chaos.seed=7} one of them again.
 */
@Timeout(600)
class ChaosTest {
    private static final int RUNS = Integer.getInteger("mlops.chaos.runs", 20);

    @Test
    void answersEachJobOnceAndServesNothingButWhatWasTested() {
        Long only = Long.getLong("mlops.chaos.seed");
        LongStream seeds = only == null ? LongStream.range(0, RUNS) : LongStream.of(only);

        List<String> failures = seeds.boxed().flatMap(ChaosTest::failures).toList();

        assertThat(failures).isEmpty();
    }

    private static Stream<String> failures(long seed) {
        try {
            return run(seed).stream().map(failure -> "seed " + seed + ": " + failure);
        } catch (AssertionError | RuntimeException e) {
            return Stream.of("seed " + seed + ": " + e);
        }
    }

    private static List<String> run(long seed) {
        Random random = new Random(seed);
        int kept = random.nextInt(3);
        ChaosWorld world = new ChaosWorld(random, settings(kept, random.nextBoolean()));
        begin(world, random);
        world.start(new Action("first", 7, false));
        if (random.nextInt(3) == 0) {
            world.start(new Action("second", 8, false));
        }
        world.run();

        List<String> violations = world.violations;
        FakeSageMaker sageMaker = world.sageMaker;
        world.actions.forEach(action -> {
            for (int job = 1; job <= action.jobs; job++) {
                String id = action.name + "-job-" + job;
                if (world.artifacts.codePipeline.answerOf(id).isEmpty()) {
                    violations.add("not answered: " + id);
                }
            }
        });
        if (!world.deployCalmly(9)) {
            violations.add("a calm deployment failed: " + world.artifacts.lastFailure());
        }
        if (!sageMaker.models.keySet().equals(sageMaker.configs.keySet())) {
            violations.add("models " + sageMaker.models.keySet() + ", configs " + sageMaker.configs.keySet());
        }
        long own = sageMaker.configs.keySet().stream()
                .filter(name -> !name.equals("old"))
                .count();
        if (own > kept + 1) {
            violations.add("leaked: " + sageMaker.configs.keySet() + " with " + kept + " kept");
        }
        Set<String> alarmed = sageMaker.configs.keySet();
        world.artifacts.cloudWatch.alarms.keySet().stream()
                .filter(alarm -> alarmed.stream().noneMatch(config -> alarm.startsWith(config + "-")))
                .forEach(alarm -> violations.add("alarm without a config: " + alarm));
        return violations;
    }

    private static void begin(ChaosWorld world, Random random) {
        int before = random.nextInt(3);
        if (before > 0) {
            world.sageMaker.serves("old");
        }
        if (before == 2) {
            world.sageMaker.status = EndpointStatus.FAILED;
        }
    }

    private static DeploySettings settings(int kept, boolean alarms) {
        DeploySettings base = Settings.with(null, false, null, false, kept);
        return new DeploySettings(
                base.schema(),
                base.pipeline(),
                base.stage(),
                base.endpointName(),
                base.roleArn(),
                base.variants(),
                null,
                alarms ? Settings.CANARY : null,
                null,
                false,
                null,
                false,
                kept,
                base.deadlineInMinutes(),
                base.tags());
    }
}
