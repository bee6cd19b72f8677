package io.mlops.run;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a pipeline stands.
 *
 * @param modelPackageGroup the group's status, as {@code Completed}; empty where there is no group
 * @param executions the newest ten, the newest first
 * @param stages the stages' latest statuses, in order
 * @param packages the newest ten model packages, the newest first
 * @param latestApproved the newest approved package's ARN, if there is one
 * @param lastBuildLogs the last lines of each project's newest build, by project
 */
public record PipelineStatus(
        Optional<String> modelPackageGroup,
        List<Execution> executions,
        List<Stage> stages,
        List<ModelPackage> packages,
        Optional<String> latestApproved,
        Map<String, List<String>> lastBuildLogs) {
    /** Copies the collections. */
    public PipelineStatus {
        executions = List.copyOf(executions);
        stages = List.copyOf(stages);
        packages = List.copyOf(packages);
        lastBuildLogs = Map.copyOf(lastBuildLogs);
    }

    /**
     * An execution.
     *
     * @param id its id
     * @param status as {@code InProgress}
     * @param started when
     * @param trigger what started it, as {@code StartPipelineExecution}
     */
    public record Execution(String id, String status, Instant started, String trigger) {}

    /**
     * A stage.
     *
     * @param name as the pipeline has it
     * @param status of its latest execution; empty where it never ran
     * @param waitsForApproval whether a person is waited for
     */
    public record Stage(String name, String status, boolean waitsForApproval) {}

    /**
     * A model package.
     *
     * @param arn its ARN
     * @param version from 1
     * @param approval as {@code Approved}
     * @param description why, as the harness or a person said; empty where nobody did
     */
    public record ModelPackage(String arn, int version, String approval, String description) {}

    /**
     * Prints the status for people.
     *
     * @return several lines, without a line end
     */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append("model package group: ").append(modelPackageGroup.orElse("none"));
        executions.forEach(execution -> text.append("\nexecution ")
                .append(execution.id())
                .append(": ")
                .append(execution.status())
                .append(", ")
                .append(execution.started())
                .append(", ")
                .append(execution.trigger()));
        stages.forEach(stage -> text.append("\nstage ")
                .append(stage.name())
                .append(": ")
                .append(stage.status().isEmpty() ? "never ran" : stage.status())
                .append(stage.waitsForApproval() ? ", waits for approval" : ""));
        packages.forEach(found -> text.append("\npackage ")
                .append(found.version())
                .append(": ")
                .append(found.approval())
                .append(found.description().isEmpty() ? "" : ": " + found.description()));
        text.append("\nlatest approved: ").append(latestApproved.orElse("none"));
        lastBuildLogs.forEach((project, lines) -> lines.forEach(
                line -> text.append("\n").append(project).append(" | ").append(line)));
        return text.toString();
    }
}
