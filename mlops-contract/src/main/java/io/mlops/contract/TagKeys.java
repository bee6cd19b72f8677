package io.mlops.contract;

/** Tags on everything that the pipeline makes: how teardown and the tagging API find it again. */
public final class TagKeys {
    /** The pipeline's name. */
    public static final String PIPELINE = "mlops:pipeline";
    /** The pipeline execution that made the resource; on what is born at run time. */
    public static final String EXECUTION = "mlops:execution";
    /** The deploy stage that made the resource; on what the Lambda makes. */
    public static final String STAGE = "mlops:stage";

    /** The endpoint that a model or an endpoint config was made for; on what the Lambda makes. */
    public static final String ENDPOINT = "mlops:endpoint";
    /** The ARN of the model package that is served; on what the Lambda makes. */
    public static final String MODEL_PACKAGE = "mlops:model-package";
    /** When a temporary endpoint may be deleted by anyone who reaps, ISO-8601 in UTC; on what the harness makes. */
    public static final String EXPIRES = "mlops:expires";

    private TagKeys() {}
}
