package io.mlops.plan.iam;

import io.mlops.spec.Account;
import io.mlops.spec.Names;
import io.mlops.spec.PipelineSpec;
import io.mlops.spec.S3Source;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Who acts in a pipeline. Each has a role of its own, and may do what it needs and nothing else. */
public enum Actor {
    /** CodePipeline: passes artifacts, starts builds, invokes the function. */
    PIPELINE("codepipeline.amazonaws.com", true),
    /** The Train build: trains and registers, cannot approve. */
    TRAIN_BUILD("codebuild.amazonaws.com", true),
    /** The Test build: judges on temporary endpoints. */
    TEST_BUILD("codebuild.amazonaws.com", true),
    /** The training job. */
    TRAINING("sagemaker.amazonaws.com", true),
    /** The model behind an endpoint. */
    SERVING("sagemaker.amazonaws.com", true),
    /** The Lambda function: puts approved models behind endpoints. */
    DEPLOY("lambda.amazonaws.com", false),
    /** The EventBridge rule: starts the pipeline when its source changes. */
    START("events.amazonaws.com", false);

    private final String service;
    private final boolean namesItsAccount;

    Actor(String service, boolean namesItsAccount) {
        this.service = service;
        this.namesItsAccount = namesItsAccount;
    }

    /**
     * Lists the actors whose roles the pipeline makes.
     *
     * @param spec the description
     * @return without those whose roles are the team's, and without those that have nothing to do
     */
    public static List<Actor> of(PipelineSpec spec) {
        return Stream.of(values())
                .filter(actor -> actor != START || (spec.source() instanceof S3Source s3 && s3.startsOnChange()))
                .filter(actor -> !spec.options().roles().containsKey(actor.suffix()))
                .toList();
    }

    /**
     * Names the actor's role.
     *
     * @param names the derived names
     * @return {@code <pipeline>-<actor>}
     */
    public String roleName(Names names) {
        return names.role(suffix());
    }

    /**
     * Gives the ARN of the actor's role.
     *
     * @param names the derived names
     * @return the ARN, path included
     */
    public String roleArn(Names names) {
        return names.roleArn(suffix());
    }

    /**
     * Says which service assumes the role: for this account alone, where the service's guide says that it tells its account
     * ({@code aws:SourceAccount}: CodePipeline, CodeBuild and SageMaker, confused deputy prevention).
     *
     * @param account the pipeline's
     * @return the trust policy
     */
    public PolicyDocument trust(Account account) {
        Statement assume = Statement.allow("Assume", "sts:AssumeRole").principal("Service", service);
        return PolicyDocument.of(
                namesItsAccount ? assume.when("StringEquals", "aws:SourceAccount", account.accountId()) : assume);
    }

    private String suffix() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
