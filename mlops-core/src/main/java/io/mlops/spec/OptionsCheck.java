package io.mlops.spec;

import io.mlops.spec.PipelineOptions.ExecutionMode;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks what concerns the pipeline as a whole, and its stages (API model and limits of CodePipeline). */
final class OptionsCheck {
    /** CodePipeline takes 50 stages; three of them are Source, Train and Test. */
    private static final int MOST_STAGES = 47;

    private static final int MOST_TAGS = 40;
    private static final Set<String> RESERVED_STAGES = Set.of("source", "train", "test");
    private static final Duration SHORTEST_APPROVAL = Duration.ofMinutes(5);
    private static final Duration LONGEST_APPROVAL = Duration.ofDays(60);
    /** Actors' names, as in {@code <pipeline>-train-build}. */
    private static final Set<String> ACTORS =
            Set.of("pipeline", "train-build", "test-build", "training", "serving", "deploy", "start");

    private final Problems problems;
    private final OwnPrefixes own;

    OptionsCheck(Problems problems, OwnPrefixes own) {
        this.problems = problems;
        this.own = own;
    }

    void stages(String testPrefix, List<Stage> stages) {
        if (stages.stream().noneMatch(DeployStage.class::isInstance)) {
            problems.add(
                    "deploy",
                    "",
                    "at least one deploy stage",
                    "write .deploy(\"production\", d -> d.endpoint(…).instanceType(…))");
        }
        problems.atMost("deploy", stages.size(), MOST_STAGES);
        Set<String> names = new HashSet<>(RESERVED_STAGES);
        Set<String> endpoints = new HashSet<>();
        for (Stage stage : stages) {
            String path = (stage instanceof DeployStage ? "deploy[" : "approval[") + stage.name() + "]";
            problems.rule(Rule.STAGE_NAME, path, stage.name());
            problems.unique(names, path, stage.name());
            if (stage instanceof DeployStage deploy) {
                new DeployCheck(problems, own).check(path, testPrefix, deploy, endpoints);
            } else if (stage instanceof ApprovalStage approval) {
                approval(path, approval);
            }
        }
    }

    private void approval(String path, ApprovalStage approval) {
        problems.optional(Rule.TOPIC_ARN, path + ".notify", approval.topicArn());
        problems.rule(Rule.CUSTOM_DATA, path + ".customData", approval.customData());
        problems.optional(Rule.LINK, path + ".externalLink", approval.externalLink());
        problems.between(
                path + ".timeout",
                approval.timeout(),
                SHORTEST_APPROVAL,
                LONGEST_APPROVAL,
                "CodePipeline takes 5 to 86,400 minutes");
    }

    void check(String name, PipelineOptions options, List<Stage> stages) {
        variables(options.variables());
        retries(options, stages);
        problems.atMost("tags", options.tags().size(), MOST_TAGS);
        problems.entries(Rule.TAG_KEY, Rule.TAG_VALUE, "tags", options.tags());
        problems.optional(Rule.KMS_KEY_ARN, "kmsKey", options.kmsKeyArn());
        problems.optional(Rule.BUCKET, "bucket", options.bucket());
        options.roles().forEach((actor, arn) -> {
            if (!ACTORS.contains(actor)) {
                problems.add(
                        "roles",
                        actor,
                        "an actor of " + ACTORS.stream().sorted().toList(),
                        "write one of them");
            }
            problems.rule(Rule.ROLE_ARN, "roles[" + actor + "]", arn);
        });
        problems.optional(Rule.POLICY_ARN, "permissionsBoundary", options.permissionsBoundary());
        problems.rule(Rule.ROLE_PATH, "rolePath", options.rolePath());
        problems.rule(Rule.NAME_PREFIX, "namePrefix", options.namePrefix());
        if (options.namePrefix().length() + name.length() > Names.LONGEST) {
            problems.add(
                    "namePrefix",
                    options.namePrefix(),
                    "at most " + Names.LONGEST + " characters together with the pipeline's name",
                    "shorten one of the two");
        }
        problems.optional(Rule.ECR_REPOSITORY, "repository", options.repository());
    }

    private void variables(List<PipelineOptions.Variable> variables) {
        problems.atMost("variable", variables.size(), 50);
        Set<String> names = new HashSet<>();
        for (PipelineOptions.Variable variable : variables) {
            String path = "variable[" + variable.name() + "]";
            problems.rule(Rule.VARIABLE_NAME, path, variable.name());
            problems.unique(names, path, variable.name());
            problems.rule(Rule.VARIABLE_VALUE, path + ".defaultValue", variable.defaultValue());
            problems.rule(Rule.VARIABLE_TEXT, path + ".description", variable.description());
        }
    }

    private void retries(PipelineOptions options, List<Stage> stages) {
        Set<String> retryable = new HashSet<>(Set.of("train", "test"));
        stages.stream().filter(DeployStage.class::isInstance).forEach(stage -> retryable.add(stage.name()));
        options.retries().keySet().forEach(stage -> {
            if (!retryable.contains(stage)) {
                problems.add(
                        "retry",
                        stage,
                        "a stage of " + retryable.stream().sorted().toList(),
                        "name the stage as in .deploy(…), or train or test");
            } else if (options.rollbackOnFailure() && !stage.equals("train") && !stage.equals("test")) {
                problems.add(
                        "retry",
                        stage,
                        "a retry or a rollback",
                        "a stage's onFailure has one result: leave out one of the two");
            }
        });
        if (options.rollbackOnFailure() && options.executionMode() == ExecutionMode.PARALLEL) {
            problems.add(
                    "rollBackOnFailure",
                    "PARALLEL",
                    "QUEUED or SUPERSEDED",
                    "executions that run at once have no last success to go back to: choose another mode");
        }
    }
}
