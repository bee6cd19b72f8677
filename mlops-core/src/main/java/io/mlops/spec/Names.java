package io.mlops.spec;

/**
 * Names of everything that belongs to a pipeline, derived from its name alone, so that the account itself is the record of
 * what was made. A pipeline's name ends at 30 characters so that each of them fits its service's limit.
 *
 * @param pipeline the pipeline's name, prefix included
 * @param options what the team chose instead of derived names
 * @param account where it stands
 */
public record Names(String pipeline, PipelineOptions options, Account account) {
    /** The most characters that the pipeline's name has, its prefix included. */
    static final int LONGEST = 30;

    /** The key of the zip of tool jars. */
    public static final String TOOLS_KEY = "tools/tools.zip";
    /** The key of the zip of settings. */
    public static final String SETTINGS_KEY = "settings/settings.zip";
    /** Where the function's code lies in the bucket; a jar of its size does not belong into a request. */
    public static final String FUNCTION_CODE_KEY = "tools/mlops-lambda-deploy.jar";
    /** The prefix under which training jobs write models. */
    public static final String MODELS_PREFIX = "models/";

    /** The prefix under which the launcher puts packed scripts. */
    public static final String CODE_PREFIX = "code/";
    /** The prefix under which the harness keeps the reports of each execution. */
    public static final String REPORTS_PREFIX = "reports/";

    /** CodePipeline cuts the pipeline's name to this length in the keys of artifacts. */
    private static final int ARTIFACT_PREFIX = 20;

    /**
     * Names the bucket; at most 63 characters.
     *
     * @return the team's own, or {@code <pipeline>-<account>-<region>}
     */
    public String bucket() {
        return options.bucket().isEmpty()
                ? pipeline + "-" + account.accountId() + "-" + account.region()
                : options.bucket();
    }

    /**
     * Gives the pattern of the keys under which CodePipeline keeps this pipeline's artifacts.
     *
     * @return a pattern as in IAM policies
     */
    public String artifactKeys() {
        return pipeline.length() < ARTIFACT_PREFIX ? pipeline + "/*" : pipeline.substring(0, ARTIFACT_PREFIX - 1) + "*";
    }

    /**
     * Gives the prefix of the keys under which CodePipeline keeps a pipeline's artifacts.
     *
     * @param pipeline the pipeline's name
     * @return the first 20 characters of the name, and a slash
     */
    public static String artifactPrefix(String pipeline) {
        return pipeline.substring(0, Math.min(pipeline.length(), ARTIFACT_PREFIX)) + "/";
    }

    /**
     * Gives the IAM path of the pipeline's roles.
     *
     * @return {@code /mlops/<pipeline>/}, after the team's own path where it gave one
     */
    public String rolePath() {
        return options.rolePath() + "mlops/" + pipeline + "/";
    }

    /**
     * Names an actor's role.
     *
     * @param actor as {@code train-build}
     * @return {@code <pipeline>-<actor>}
     */
    public String role(String actor) {
        return pipeline + "-" + actor;
    }

    /**
     * Gives the ARN of an actor's role.
     *
     * @param actor as {@code train-build}
     * @return the ARN of the team's own role, or else of the pipeline's, path included
     */
    public String roleArn(String actor) {
        String own = options.roles().get(actor);
        return own == null ? account.iamArn("role" + rolePath() + role(actor)) : own;
    }

    /**
     * Names the project of the Train stage.
     *
     * @return {@code <pipeline>-train}
     */
    public String trainProject() {
        return pipeline + "-train";
    }

    /**
     * Names the project of the Test stage.
     *
     * @return {@code <pipeline>-test}
     */
    public String testProject() {
        return pipeline + "-test";
    }

    /**
     * Names the deploy function.
     *
     * @return {@code <pipeline>-deploy}
     */
    public String function() {
        return pipeline + "-deploy";
    }

    /**
     * Names the EventBridge rule that starts the pipeline.
     *
     * @return {@code <pipeline>-source}
     */
    public String rule() {
        return pipeline + "-source";
    }

    /**
     * Gives what the names of temporary endpoints start with; a dash follows it.
     *
     * @return {@code <pipeline>-test}
     */
    public String testEndpointPrefix() {
        return pipeline + "-test";
    }

    /**
     * Names a build project's log group.
     *
     * @param project the project's name
     * @return {@code /aws/codebuild/<project>}
     */
    public static String buildLogGroup(String project) {
        return "/aws/codebuild/" + project;
    }

    /**
     * Names a function's log group.
     *
     * @param function the function's name
     * @return {@code /aws/lambda/<function>}
     */
    public static String functionLogGroup(String function) {
        return "/aws/lambda/" + function;
    }

    /**
     * Names an endpoint's log group.
     *
     * @param endpoint the endpoint's name, or what it starts with
     * @return {@code /aws/sagemaker/Endpoints/<endpoint>}
     */
    public static String endpointLogGroup(String endpoint) {
        return "/aws/sagemaker/Endpoints/" + endpoint;
    }
}
