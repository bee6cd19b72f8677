package io.mlops.local.codebuild;

import static io.mlops.local.codebuild.CodeBuildWorld.phase;
import static io.mlops.local.codebuild.CodeBuildWorld.project;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.local.LocalAws;
import io.mlops.local.VirtualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codebuild.model.AccountLimitExceededException;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.BuildPhase;
import software.amazon.awssdk.services.codebuild.model.BuildPhaseType;
import software.amazon.awssdk.services.codebuild.model.InvalidInputException;
import software.amazon.awssdk.services.codebuild.model.StatusType;

@Timeout(40)
class BuildQueueTest {
    @TempDir
    private Path directory;

    private CodeBuildWorld world;

    @BeforeEach
    void start() {
        world = new CodeBuildWorld(LocalAws.builder().directory(directory).concurrentBuilds(1));
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private void demo(String command) {
        world.codebuild.createProject(project("demo", "version: 0.2", "phases: {build: {commands: [" + command + "]}}")
                .build());
    }

    private String build() {
        return world.codebuild.startBuild(r -> r.projectName("demo")).build().id();
    }

    @Test
    void letsBuildsWaitBeyondTheLimitAndRefusesThemBeyondFiveTimesIt() {
        demo("'while test ! -e " + directory.resolve("go") + "; do sleep 0.02; done'");
        String first = build();
        List<String> waiting = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            waiting.add(build());
        }

        assertThatThrownBy(this::build)
                .isInstanceOf(AccountLimitExceededException.class)
                .hasMessageContaining("Cannot have more than 5 builds in queue for the account");
        assertThat(world.get(waiting.get(0)).currentPhase()).isEqualTo("QUEUED");
        waiting.subList(1, 5).forEach(id -> world.codebuild.stopBuild(r -> r.id(id)));
        Build stopped = world.get(waiting.get(1));
        assertThat(stopped.buildStatus()).isEqualTo(StatusType.STOPPED);
        assertThat(phase(stopped, BuildPhaseType.QUEUED).phaseStatus()).isEqualTo(StatusType.STOPPED);

        directory.resolve("go").toFile().mkdir();
        assertThat(world.ended(first).buildStatus()).isEqualTo(StatusType.SUCCEEDED);
        assertThat(world.ended(waiting.get(0)).buildStatus()).isEqualTo(StatusType.SUCCEEDED);
        assertThat(world.ended(build()).buildNumber()).isEqualTo(7);
    }

    @Test
    void givesABuildUpThatWaitsTooLong() {
        world.close();
        VirtualTime time = new VirtualTime();
        world = new CodeBuildWorld(
                LocalAws.builder().directory(directory).concurrentBuilds(1).time(time));
        demo("sleep 100");
        world.codebuild.updateProject(r -> r.name("demo").queuedTimeoutInMinutes(5));
        String running = build();
        String waiting = build();

        time.advance(Duration.ofMinutes(6));

        Build late = world.ended(waiting);
        assertThat(late.buildStatus()).isEqualTo(StatusType.TIMED_OUT);
        assertThat(late.phases())
                .extracting(BuildPhase::phaseType)
                .endsWith(BuildPhaseType.QUEUED, BuildPhaseType.COMPLETED);
        assertThat(world.get(running).buildComplete()).isFalse();
    }

    @Test
    void runsEightBuildsAtOnceAndLeavesNothing() {
        world.close();
        world = new CodeBuildWorld(LocalAws.builder().directory(directory));
        demo("seq 1 3000");

        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            ids.add(build());
        }

        assertThat(ids)
                .allSatisfy(id -> assertThat(world.ended(id).buildStatus()).isEqualTo(StatusType.SUCCEEDED));
        assertThat(ids).extracting(id -> world.get(id).buildNumber()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
        assertThat(world.aws.processes()).isZero();
    }

    @Test
    void refusesABuildBeyondTheProjectsOwnLimit() {
        demo("sleep 100");
        world.codebuild.updateProject(r -> r.name("demo").concurrentBuildLimit(1));
        String running = build();

        assertThatThrownBy(this::build)
                .isInstanceOf(AccountLimitExceededException.class)
                .hasMessageContaining("Cannot have more than 1 active builds for the project");
        assertThat(world.codebuild
                        .updateProject(r -> r.name("demo").concurrentBuildLimit(-1))
                        .project()
                        .concurrentBuildLimit())
                .isNull();
        String second = build();
        world.codebuild.stopBuild(r -> r.id(running));
        world.codebuild.stopBuild(r -> r.id(second));
        assertThat(world.ended(running).buildStatus()).isEqualTo(StatusType.STOPPED);
    }

    @Test
    void startsOneBuildForAToken() {
        demo("echo");

        Build first = world.codebuild
                .startBuild(r -> r.projectName("demo").idempotencyToken("t"))
                .build();
        Build again = world.codebuild
                .startBuild(r -> r.projectName("demo").idempotencyToken("t"))
                .build();

        assertThat(again.id()).isEqualTo(first.id());
        assertThatThrownBy(() -> world.codebuild.startBuild(
                        r -> r.projectName("demo").idempotencyToken("t").timeoutInMinutesOverride(7)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("parameter mismatch");
    }
}
