package io.mlops.contract;

/** Tags on everything that the pipeline makes: how teardown and the tagging API find it again. */
public final class TagKeys {
    /** The pipeline's name. */
    public static final String PIPELINE = "mlops:pipeline";
    /** The pipeline execution that made the resource; on what is born at run time. */
    public static final String EXECUTION = "mlops:execution";
    /** The deploy stage that made the resource; on what the Lambda makes. */
    public static final String STAGE = "mlops:stage";

    private TagKeys() {}
}
