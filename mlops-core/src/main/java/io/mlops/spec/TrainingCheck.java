package io.mlops.spec;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Checks the training job and how its model is served (API model of SageMaker). */
final class TrainingCheck {
    private static final Duration SHORTEST_RUN = Duration.ofMinutes(1);
    /** CodeBuild ends a build after 36 hours (StartBuild, timeoutInMinutes); the launcher needs some of them itself. */
    private static final Duration LONGEST_RUN = Duration.ofHours(35);

    private static final int MOST_PARAMETERS = 100;
    /** The hyperparameters by which the launcher tells a framework image of its script. */
    private static final Set<String> SCRIPT_PARAMETERS =
            Set.of("sagemaker_program", "sagemaker_submit_directory", "sagemaker_job_name", "sagemaker_region");
    /** The launcher sets it too, unless the team does. */
    private static final String LOG_LEVEL = "sagemaker_container_log_level";
    /** The channel that brings the script to a container without a network. */
    private static final String CODE_CHANNEL = "code";

    private static final int MOST_CHANNELS = 20;

    private final Problems problems;
    private final OwnPrefixes own;

    TrainingCheck(Problems problems, OwnPrefixes own) {
        this.problems = problems;
        this.own = own;
    }

    void check(Training training) {
        image("training.image", training.image());
        problems.rule(Rule.INSTANCE_TYPE, "training.instanceType", training.instanceType());
        problems.atLeastOne("training.instanceCount", training.instanceCount());
        problems.atLeastOne("training.volumeSizeInGB", training.volumeSizeInGB());
        problems.between(
                "training.maxRuntime",
                training.maxRuntime(),
                SHORTEST_RUN,
                LONGEST_RUN,
                "the build that waits for the job ends after 36 hours: choose less, or a faster instance");
        spot(training.spot(), training.maxRuntime());
        checkpoints(training.checkpoints());
        hyperParameters(training.hyperParameters(), training.script());
        channels(training.channels(), training.script() != null && training.networkIsolation());
        metrics(training.metricDefinitions());
        problems.atMost("training.environment", training.environment().size(), MOST_PARAMETERS);
        problems.entries(Rule.ENVIRONMENT_KEY, Rule.ENVIRONMENT_VALUE, "training.environment", training.environment());
        problems.vpc("training.vpc", training.vpc());
        problems.rule(Rule.KMS_KEY, "training.volumeKmsKey", training.volumeKmsKey());
        script(training.script(), training.instanceCount());
        serving(training.serving());
    }

    private void image(String path, Image image) {
        if (image instanceof ImageUri own) {
            problems.rule(Rule.IMAGE, path, own.uri());
        } else if (image instanceof AwsImage aws) {
            List<String> versions = AwsImages.versions(aws.framework());
            if (!versions.contains(aws.version())) {
                problems.add(
                        path,
                        aws.framework() + " " + aws.version(),
                        "a version of " + versions,
                        "write one of them, or the image's own URI with .image(…)");
            }
        }
    }

    private void spot(@Nullable Spot spot, Duration maxRuntime) {
        if (spot != null) {
            problems.between(
                    "training.spot.maxWait",
                    spot.maxWait(),
                    maxRuntime,
                    LONGEST_RUN,
                    "the wait has the training's own time in it, and the build that waits for it ends after 36 hours");
        }
    }

    private void checkpoints(@Nullable Checkpoints checkpoints) {
        if (checkpoints != null) {
            problems.rule(Rule.PREFIX, "training.checkpoints.prefix", checkpoints.prefix());
            own.checkPrefix(problems, "training.checkpoints.prefix", checkpoints.prefix());
            problems.rule(Rule.CONTAINER_PATH, "training.checkpoints.localPath", checkpoints.localPath());
        }
    }

    private void hyperParameters(Map<String, String> hyperParameters, @Nullable Script script) {
        int reserved = script == null ? 0 : SCRIPT_PARAMETERS.size() + (hyperParameters.containsKey(LOG_LEVEL) ? 0 : 1);
        problems.atMost("training.hyperparameter", hyperParameters.size() + reserved, MOST_PARAMETERS);
        problems.entries(
                Rule.HYPERPARAMETER_KEY, Rule.HYPERPARAMETER_VALUE, "training.hyperparameter", hyperParameters);
        if (script != null) {
            hyperParameters.keySet().stream()
                    .filter(SCRIPT_PARAMETERS::contains)
                    .forEach(key -> problems.add(
                            "training.hyperparameter",
                            key,
                            "a name that the launcher does not set itself",
                            "leave it out: the script's directory and entry point say it"));
        }
    }

    private void channels(List<Channel> channels, boolean withCode) {
        if (channels.isEmpty()) {
            problems.add(
                    "training.channel", "", "1 to 20 channels", "write .channel(\"training\", \"training-data/\")");
        }
        problems.atMost("training.channel", channels.size() + (withCode ? 1 : 0), MOST_CHANNELS);
        Set<String> names = new HashSet<>(withCode ? Set.of(CODE_CHANNEL) : Set.of());
        for (Channel channel : channels) {
            String path = "training.channel[" + channel.name() + "]";
            problems.rule(Rule.CHANNEL_NAME, path, channel.name());
            problems.rule(Rule.PREFIX, path + ".prefix", channel.prefix());
            own.checkPrefix(problems, path + ".prefix", channel.prefix());
            problems.rule(Rule.CONTENT_TYPE, path + ".contentType", channel.contentType());
            problems.unique(names, path, channel.name());
        }
    }

    private void metrics(List<MetricDefinition> metrics) {
        problems.atMost("training.metric", metrics.size(), 40);
        Set<String> names = new HashSet<>();
        for (MetricDefinition metric : metrics) {
            String path = "training.metric[" + metric.name() + "]";
            problems.rule(Rule.METRIC_NAME, path, metric.name());
            problems.rule(Rule.METRIC_REGEX, path + ".regex", metric.regex());
            captures(path + ".regex", metric.regex());
            problems.unique(names, path, metric.name());
        }
    }

    private void captures(String path, String regex) {
        try {
            if (Pattern.compile(regex).matcher("").groupCount() != 1) {
                problems.add(path, regex, "one capture group", "put parentheses around the number, and nothing else");
            }
        } catch (PatternSyntaxException e) {
            problems.add(path, regex, "a regular expression", "mend it: " + e.getDescription());
        }
    }

    private void script(@Nullable Script script, int instances) {
        if (script == null) {
            return;
        }
        problems.rule(Rule.RELATIVE_PATH, "training.script.directory", script.directory());
        problems.rule(Rule.RELATIVE_PATH, "training.script.entryPoint", script.entryPoint());
        if (script.entryPoint().contains("/")) {
            problems.add(
                    "training.script.entryPoint",
                    script.entryPoint(),
                    "a file at the root of the script's directory",
                    "move it there, or name its own directory: the serving toolkit imports it as a module");
        }
        if (instances > 1) {
            problems.add(
                    "training.instanceCount",
                    Integer.toString(instances),
                    "1 with a script",
                    "the scikit-learn image trains on one instance (SageMaker Python SDK, SKLearn estimator)");
        }
    }

    private void serving(Serving serving) {
        if (serving.image() != null) {
            image("training.serving.image", serving.image());
        }
        problems.atMost("training.serving.environment", serving.environment().size(), MOST_PARAMETERS);
        problems.entries(
                Rule.ENVIRONMENT_KEY, Rule.SERVING_VALUE, "training.serving.environment", serving.environment());
        contentTypes("training.serving.contentTypes", serving.contentTypes());
        contentTypes("training.serving.responseTypes", serving.responseTypes());
        problems.each(Rule.INSTANCE_TYPE, "training.serving.transformInstanceTypes", serving.transformInstanceTypes());
    }

    private void contentTypes(String path, List<String> types) {
        if (types.isEmpty()) {
            problems.add(path, "", "at least one MIME type", "write text/csv");
        }
        problems.each(Rule.CONTENT_TYPE, path, types);
    }
}
