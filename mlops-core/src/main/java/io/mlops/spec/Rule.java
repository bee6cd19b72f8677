package io.mlops.spec;

import java.util.List;
import java.util.regex.Pattern;

/** What AWS accepts for one kind of text. Patterns and lengths are those of the service models (botocore). */
record Rule(Pattern pattern, int maxLength, String expected, String fix) {
    /** A pipeline's or stage's name: what a bucket, a role, a training job and a file can all carry. */
    private static final String LOWER_CASE = "[a-z](-?[a-z0-9])*";
    /** SageMaker's entity names: EndpointName, ModelPackageGroupName and others. */
    private static final String ENTITY = "[a-zA-Z0-9](-*[a-zA-Z0-9])*";

    static final Rule PIPELINE_NAME = of(
            LOWER_CASE,
            30,
            "1 to 30 lower-case letters, digits and single dashes," + " beginning with a letter",
            "it becomes part of a bucket's and a training job's name: shorten or respell it");
    static final Rule STAGE_NAME = of(
            LOWER_CASE,
            40,
            "1 to 40 lower-case letters, digits and single dashes," + " beginning with a letter",
            "write a name such as \"production\"");
    static final Rule ENDPOINT_NAME = of(
            ENTITY,
            63,
            "1 to 63 letters, digits and dashes, beginning and ending with a" + " letter or digit",
            "write a name such as \"fraud-detection\"");
    static final Rule GROUP_NAME = of(
            ENTITY,
            63,
            "1 to 63 letters, digits and dashes, beginning and ending with a letter" + " or digit",
            "write a name such as \"fraud-detection-models\"");
    static final Rule INSTANCE_TYPE = of(
            "ml\\.[a-z0-9\\-]+\\.[a-z0-9]+",
            63,
            "an ML instance type, as ml.m5.large",
            "write the type with its ml. prefix");
    static final Rule IMAGE = of(
            "\\S+",
            255,
            "an image URI of 1 to 255 characters without spaces",
            "write the image's registry, repository and tag or digest");
    static final Rule SOURCE_KEY = of(
            "[A-Za-z0-9!_.*'()/\\-]+\\.zip",
            1000,
            "an S3 key of at most 1000 characters of" + " [A-Za-z0-9!_.*'()/-] that ends in .zip",
            "the S3 source action takes a single zip (CodePipeline user" + " guide): name its key");
    static final Rule PREFIX = of(
            "[A-Za-z0-9!_.*'()/=\\-]+",
            900,
            "an S3 key prefix of 1 to 900 characters of" + " [A-Za-z0-9!_.*'()/=-]",
            "write a prefix such as \"training-data/\"");
    static final Rule CHANNEL_NAME =
            of("[A-Za-z0-9.\\-_]+", 64, "1 to 64 characters of [A-Za-z0-9.-_]", "write a name such as \"training\"");
    static final Rule CONTENT_TYPE = of("\\S+", 256, "a MIME type", "write one such as text/csv");
    static final Rule HYPERPARAMETER_KEY = of("(?s).+", 256, "a key of 1 to 256 characters", "shorten the key");
    static final Rule HYPERPARAMETER_VALUE =
            of("(?s).*", 2500, "a value of at most 2500 characters", "put long values into a data channel");
    static final Rule METRIC_NAME = of(".+", 255, "1 to 255 characters", "write a name such as \"validation:roc_auc\"");
    static final Rule METRIC_REGEX = of(
            ".+",
            500,
            "a regular expression of 1 to 500 characters with one capture group",
            "write one such as validation:roc_auc=([0-9.]+);");
    static final Rule SUITE_PATH = of(
            "(?!/)(?!.*\\.\\.)[A-Za-z0-9._/\\-]+\\.ya?ml",
            255,
            "a relative path of" + " [A-Za-z0-9._/-] without .. that ends in .yml or .yaml",
            "name the suite's path in the source zip");
    static final Rule DIGEST = of("[0-9a-f]{64}", 64, "the SHA-256 of the jar", "give the jar again");

    private static Rule of(String pattern, int maxLength, String expected, String fix) {
        return new Rule(Pattern.compile(pattern), maxLength, expected, fix);
    }

    void check(List<Problem> problems, String path, String value) {
        if (value.length() > maxLength || !pattern.matcher(value).matches()) {
            problems.add(new Problem(path, value, expected, fix));
        }
    }
}
