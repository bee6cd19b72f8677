package io.mlops.plan.iam;

import io.mlops.spec.Names;
import java.util.Locale;

/** Who acts in a pipeline. Each has a role of its own, and may do what it needs and nothing else. */
public enum Actor {
    /** CodePipeline: passes artifacts, starts builds, invokes the function. */
    PIPELINE("codepipeline.amazonaws.com"),
    /** The Train build: trains and registers, cannot approve. */
    TRAIN_BUILD("codebuild.amazonaws.com"),
    /** The Test build: judges on temporary endpoints. */
    TEST_BUILD("codebuild.amazonaws.com"),
    /** The training job. */
    TRAINING("sagemaker.amazonaws.com"),
    /** The model behind an endpoint. */
    SERVING("sagemaker.amazonaws.com"),
    /** The Lambda function: puts approved models behind endpoints. */
    DEPLOY("lambda.amazonaws.com");

    private final String service;

    Actor(String service) {
        this.service = service;
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
     * Says which service assumes the role.
     *
     * @return the trust policy
     */
    public PolicyDocument trust() {
        return PolicyDocument.of(Statement.allow("Assume", "sts:AssumeRole").principal("Service", service));
    }

    private String suffix() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
