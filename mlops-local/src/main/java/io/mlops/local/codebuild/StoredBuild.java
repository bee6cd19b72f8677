package io.mlops.local.codebuild;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.BuildArtifacts;
import software.amazon.awssdk.services.codebuild.model.BuildPhase;
import software.amazon.awssdk.services.codebuild.model.BuildPhaseType;
import software.amazon.awssdk.services.codebuild.model.PhaseContext;
import software.amazon.awssdk.services.codebuild.model.StatusType;

/** A build as its callers see it. Guarded by its own monitor. */
final class StoredBuild {
    private Build build;
    private final List<Runnable> awaiting = new ArrayList<>();
    private Runnable stopping = () -> {};

    StoredBuild(Build build) {
        this.build = build;
    }

    /** Shows a build's artifacts: one alone, or one without identifier, is the primary one; the others are secondary. */
    static Build.Builder withArtifacts(Build.Builder build, List<BuildArtifacts> artifacts) {
        List<BuildArtifacts> primary = artifacts.stream()
                .filter(artifact -> artifact.artifactIdentifier() == null || artifacts.size() == 1)
                .toList();
        List<BuildArtifacts> secondary = new ArrayList<>(artifacts);
        secondary.removeAll(primary);
        return build.artifacts(
                        !primary.isEmpty()
                                ? primary.get(0)
                                : BuildArtifacts.builder().location("").build())
                .secondaryArtifacts(secondary);
    }

    synchronized Build build() {
        return build;
    }

    synchronized void change(UnaryOperator<Build.Builder> change) {
        build = change.apply(build.toBuilder()).build();
    }

    synchronized void enter(BuildPhaseType phase, Instant now) {
        List<BuildPhase> phases = new ArrayList<>(build.phases());
        phases.add(BuildPhase.builder().phaseType(phase).startTime(now).build());
        build = build.toBuilder().phases(phases).currentPhase(phase.toString()).build();
    }

    synchronized void leave(StatusType status, Instant now, String code, String message) {
        List<BuildPhase> phases = new ArrayList<>(build.phases());
        BuildPhase last = phases.remove(phases.size() - 1);
        phases.add(last.toBuilder()
                .phaseStatus(status)
                .endTime(now)
                .durationInSeconds(Duration.between(last.startTime(), now).toSeconds())
                .contexts(
                        PhaseContext.builder().statusCode(code).message(message).build())
                .build());
        build = build.toBuilder().phases(phases).build();
    }

    /** Says how the build is stopped. */
    synchronized void stoppedBy(Runnable stop) {
        stopping = stop;
    }

    void stop() {
        Runnable stop;
        synchronized (this) {
            stop = stopping;
        }
        stop.run();
    }

    /** Completes the build and tells who waits for it. */
    void end(StatusType status, Instant now) {
        List<Runnable> told;
        synchronized (this) {
            build = build.toBuilder()
                    .phases(completed(now))
                    .currentPhase(BuildPhaseType.COMPLETED.toString())
                    .buildStatus(status)
                    .buildComplete(true)
                    .endTime(now)
                    .build();
            told = List.copyOf(awaiting);
            awaiting.clear();
        }
        told.forEach(Runnable::run);
    }

    private List<BuildPhase> completed(Instant now) {
        List<BuildPhase> phases = new ArrayList<>(build.phases());
        phases.add(BuildPhase.builder()
                .phaseType(BuildPhaseType.COMPLETED)
                .startTime(now)
                .build());
        return phases;
    }

    void whenEnded(Runnable task) {
        synchronized (this) {
            if (!build.buildComplete()) {
                awaiting.add(task);
                return;
            }
        }
        task.run();
    }
}
