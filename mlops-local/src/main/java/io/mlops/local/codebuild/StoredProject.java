package io.mlops.local.codebuild;

import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.services.codebuild.model.Project;

/** A project and the number of its last build, which begins again when a project is made anew. */
final class StoredProject {
    private final AtomicLong lastBuild = new AtomicLong();
    private volatile Project project;

    StoredProject(Project project) {
        this.project = project;
    }

    Project project() {
        return project;
    }

    void replace(Project changed) {
        project = changed;
    }

    long nextBuildNumber() {
        return lastBuild.incrementAndGet();
    }
}
