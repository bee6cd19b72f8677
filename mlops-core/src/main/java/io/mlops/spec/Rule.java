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
    static final Rule REPORT_GROUP = of(
            "[A-Za-z0-9][A-Za-z0-9\\-_]{1,99}",
            100,
            "2 to 100 letters, digits, dashes and underscores, beginning with a letter or digit",
            "write a name such as \"model-test\"");
    static final Rule METRIC =
            of("[a-z][a-z0-9_]*", 63, "a metric's name, as roc_auc", "write one that the suite knows");
    static final Rule VARIANT_NAME = of(
            ENTITY,
            63,
            "1 to 63 letters, digits and dashes, beginning and ending with a letter or digit",
            "write a name such as \"AllTraffic\"");
    static final Rule ENVIRONMENT_KEY = of(
            "[a-zA-Z_][a-zA-Z0-9_]*",
            512,
            "a variable's name of 1 to 512 letters, digits and underscores",
            "respell the variable");
    static final Rule ENVIRONMENT_VALUE =
            of("(?s).*", 512, "a value of at most 512 characters", "put long values into a data channel");
    static final Rule SERVING_VALUE =
            of("(?s).*", 1024, "a value of at most 1024 characters", "put long values into the model");
    static final Rule KMS_KEY = of(
            "[a-zA-Z0-9:/_-]*",
            2048,
            "a KMS key's id, alias or ARN",
            "write one such as alias/models, or leave it out for AWS's own key");
    static final Rule KMS_KEY_ARN = of(
            "arn:aws[a-z\\-]*:kms:[a-z0-9\\-]+:\\d{12}:key/[A-Za-z0-9\\-]+",
            400,
            "a KMS key's ARN",
            "CodePipeline takes an alias only in its own account: give the key's ARN");
    static final Rule NETWORK_ID =
            of("[-0-9a-zA-Z]+", 32, "an id of at most 32 letters, digits and dashes", "write one as subnet-… or sg-…");
    static final Rule RELATIVE_PATH = of(
            "(?!/)(?!.*\\.\\.)[A-Za-z0-9._/\\-]+",
            255,
            "a relative path of [A-Za-z0-9._/-] without ..",
            "name the path in the source");
    static final Rule CONTAINER_PATH = of("/opt/ml/[^\\s]+", 4096, "a path under /opt/ml", "write /opt/ml/checkpoints");
    static final Rule MIME_TYPE = of(
            "[a-zA-Z0-9](-*[a-zA-Z0-9])*/[a-zA-Z0-9](-*[a-zA-Z0-9.])*",
            256,
            "a MIME type without parameters",
            "write one such as text/csv");
    static final Rule ALARM_NAME =
            of("(?!\\s*$).+", 255, "an alarm's name of 1 to 255 characters", "name a CloudWatch alarm of this region");
    static final Rule CLOUDWATCH_METRIC = of(
            "Invocation(s|4XXErrors|5XXErrors|ModelErrors)|InvocationsPerInstance|ModelLatency|OverheadLatency"
                    + "|CPUUtilization|MemoryUtilization|DiskUtilization|GPUUtilization|GPUMemoryUtilization",
            63,
            "a metric of an endpoint's variant, as Invocation5XXErrors or ModelLatency",
            "see the SageMaker developer guide, monitoring with CloudWatch");
    static final Rule STATISTIC = of(
            "Average|Sum|Maximum|Minimum|SampleCount|p\\d{1,2}(\\.\\d{1,10})?|p100",
            20,
            "Average, Sum, Maximum, Minimum, SampleCount or a percentile as p99",
            "write one of them");
    static final Rule TOPIC_ARN = of(
            "arn:aws[a-z\\-]*:sns:[a-z0-9\\-]+:\\d{12}:[A-Za-z0-9_\\-]{1,256}",
            1000,
            "an SNS topic's ARN",
            "write one such as arn:aws:sns:eu-west-1:123456789012:releases");
    static final Rule CUSTOM_DATA =
            of("(?s).{0,1000}", 1000, "at most 1000 characters", "shorten it, and link to the rest with externalLink");
    static final Rule LINK = of("https?://\\S+", 1000, "a URL of at most 1000 characters", "write https://…");
    static final Rule CONNECTION_ARN = of(
            "arn:aws[a-z\\-]*:(codestar-connections|codeconnections):[a-z0-9\\-]+:\\d{12}:connection/[0-9a-f\\-]{36}",
            256,
            "a code connection's ARN",
            "make the connection in the console, confirm it there, and copy its ARN");
    static final Rule REPOSITORY =
            of("[^/\\s]+(/[^/\\s]+)+", 1000, "a repository as owner/name", "write owner/name, without the host");
    static final Rule BRANCH = of("\\S+", 255, "a branch's name", "write one such as main");
    static final Rule GLOB = of(".+", 255, "a pattern of 1 to 255 characters", "write one such as main or release-*");
    static final Rule VARIABLE_NAME =
            of("[A-Za-z0-9@\\-_]+", 128, "1 to 128 characters of [A-Za-z0-9@-_]", "respell the variable");
    static final Rule VARIABLE_VALUE =
            of(".*", 1000, "at most 1000 characters on one line", "put long values into the source");
    static final Rule VARIABLE_TEXT = of(".*", 200, "at most 200 characters on one line", "shorten it");
    static final Rule TAG_KEY = of(
            "(?!(?i)aws:)(?!mlops:)[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+",
            128,
            "1 to 128 letters, digits, spaces and _.:/=+-@, beginning neither with aws: nor with mlops:",
            "those prefixes are AWS's and the pipeline's own: respell it");
    static final Rule TAG_VALUE = of(
            "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*", 256, "at most 256 letters, digits, spaces and _.:/=+-@", "respell it");
    static final Rule BUCKET = of(
            "[a-z0-9][a-z0-9.\\-]{1,61}[a-z0-9]",
            63,
            "3 to 63 lower-case letters, digits, dots and dashes",
            "name a versioned bucket of this account and region");
    static final Rule ROLE_ARN = of(
            "arn:aws[a-z\\-]*:iam::\\d{12}:role/.+",
            1024,
            "a role's ARN",
            "write one such as arn:aws:iam::123456789012:role/training");
    static final Rule POLICY_ARN = of(
            "arn:aws[a-z\\-]*:iam::(\\d{12}|aws):policy/.+",
            2048,
            "a managed policy's ARN",
            "write one such as arn:aws:iam::123456789012:policy/boundary");
    static final Rule ROLE_PATH = of(
            "/|/[A-Za-z0-9_.,+@=\\-]+(/[A-Za-z0-9_.,+@=\\-]+)*/",
            450,
            "an IAM path that begins and ends with a slash",
            "write one such as /teams/risk/");
    static final Rule NAME_PREFIX = of(
            "([a-z][a-z0-9]*(-[a-z0-9]+)*-)?",
            20,
            "lower-case letters, digits and single dashes, beginning with a letter and ending with a dash",
            "write one such as \"risk-\"");
    static final Rule ECR_REPOSITORY = of(
            "[a-z0-9]+(?:[._\\-/][a-z0-9]+)*",
            256,
            "2 to 256 lower-case letters, digits, and single ._-/ between them",
            "write one such as ml/trainer");
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
