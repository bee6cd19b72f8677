package io.mlops.plan;

import java.util.Locale;

/** The types of resources that a pipeline consists of, in the order in which they are read by people. */
public enum ResourceType {
    /** The S3 bucket of source, data, models and artifacts. */
    BUCKET,
    /** An IAM role. */
    ROLE,
    /** A CloudWatch Logs group. */
    LOG_GROUP,
    /** A SageMaker model package group. */
    MODEL_PACKAGE_GROUP,
    /** An S3 object that apply writes. */
    OBJECT,
    /** A CodeBuild project. */
    BUILD_PROJECT,
    /** A Lambda function. */
    FUNCTION,
    /** The ECR repository of the trainer image. */
    REPOSITORY,
    /** The CodePipeline pipeline. */
    PIPELINE,
    /** An EventBridge rule. */
    EVENT_RULE;

    /**
     * Names the type for people.
     *
     * @return as {@code log group}
     */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
