package io.mlops.spec;

import java.util.List;

/**
 * A pipeline's description. One that exists is valid.
 *
 * @param name the pipeline's name; every other name is derived from it. 1 to 30 lower-case letters, digits and single
 *     dashes, beginning with a letter: it also becomes part of a bucket's name and of a training job's
 * @param source where the team's zip comes from
 * @param training the training job
 * @param modelPackageGroup the model package group's name, at most 63 characters
 * @param test how a model package is judged
 * @param stages what follows the test, in order; at least one {@link DeployStage}
 * @param options what concerns the pipeline as a whole
 * @param tools the jars that run in the pipeline
 */
public record PipelineSpec(
        String name,
        Source source,
        Training training,
        String modelPackageGroup,
        ModelTest test,
        List<Stage> stages,
        PipelineOptions options,
        Tools tools) {
    /**
     * Copies the stages and checks the whole description.
     *
     * @throws InvalidSpecException with every problem, if there is any
     */
    public PipelineSpec {
        stages = List.copyOf(stages);
        List<Problem> problems =
                SpecCheck.problems(name, source, training, modelPackageGroup, test, stages, options, tools);
        if (!problems.isEmpty()) {
            throw new InvalidSpecException(problems);
        }
    }

    /**
     * Gives the name that the pipeline has in the account.
     *
     * @return the name after the prefix
     */
    public String pipelineName() {
        return options.namePrefix() + name;
    }

    /**
     * Derives the names of what belongs to the pipeline.
     *
     * @param account where it stands
     * @return the names
     */
    public Names names(Account account) {
        return new Names(pipelineName(), options, account);
    }

    /**
     * Lists the stages that put a model behind an endpoint.
     *
     * @return at least one, in order
     */
    public List<DeployStage> deployStages() {
        return stages.stream()
                .filter(DeployStage.class::isInstance)
                .map(DeployStage.class::cast)
                .toList();
    }

    /**
     * Says how several executions get along: as described, or else SUPERSEDED where there is an approval, so that one that
     * nobody answers does not hold up all later models.
     *
     * @return the mode
     */
    public PipelineOptions.ExecutionMode executionMode() {
        PipelineOptions.ExecutionMode chosen = options.executionMode();
        if (chosen != null) {
            return chosen;
        }
        return stages.stream().anyMatch(ApprovalStage.class::isInstance)
                ? PipelineOptions.ExecutionMode.SUPERSEDED
                : PipelineOptions.ExecutionMode.QUEUED;
    }
}
