package io.mlops.spec;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Finds every problem of a description, in the order in which it is written. */
final class SpecCheck {
    private static final Duration SHORTEST_RUN = Duration.ofMinutes(1);
    /** CodeBuild ends a build after 36 hours (StartBuild, timeoutInMinutes); the launcher needs some of them itself. */
    private static final Duration LONGEST_RUN = Duration.ofHours(35);

    private static final int MOST_STAGES = 47;
    private static final Set<String> RESERVED_STAGES = Set.of("source", "train", "test");

    private static final List<String> RESERVED_PREFIXES = List.of("models", "settings", "source", "tools");

    private final List<Problem> problems = new ArrayList<>();

    private final OwnPrefixes own;

    private SpecCheck(OwnPrefixes own) {
        this.own = own;
    }

    static List<Problem> problems(
            String name,
            Source source,
            Training training,
            String modelPackageGroup,
            ModelTest test,
            List<Stage> stages,
            Tools tools) {
        SpecCheck check = new SpecCheck(OwnPrefixes.of(name));
        check.name(name);
        check.source(source);
        check.training(training);
        Rule.GROUP_NAME.check(check.problems, "modelPackageGroup", modelPackageGroup);
        Rule.INSTANCE_TYPE.check(check.problems, "test.instanceType", test.instanceType());
        Rule.SUITE_PATH.check(check.problems, "test.suite", test.suite());
        check.stages(name, stages);
        check.tool("tools.launcher", tools.launcher());
        check.tool("tools.modelTest", tools.modelTest());
        check.tool("tools.lambdaDeploy", tools.lambdaDeploy());
        return List.copyOf(check.problems);
    }

    private void name(String name) {
        Rule.PIPELINE_NAME.check(problems, "name", name);
        if (RESERVED_PREFIXES.contains(name)) {
            add(
                    "name",
                    name,
                    "a name other than " + RESERVED_PREFIXES,
                    "CodePipeline writes artifacts under the pipeline's name, and these prefixes are taken: rename it");
        }
    }

    private void source(Source source) {
        if (source instanceof S3Source s3) {
            Rule.SOURCE_KEY.check(problems, "source.s3", s3.key());
            own.checkKey(problems, "source.s3", s3.key());
        }
    }

    private void training(Training training) {
        Rule.IMAGE.check(problems, "training.image", training.image());
        Rule.INSTANCE_TYPE.check(problems, "training.instanceType", training.instanceType());
        atLeastOne("training.instanceCount", training.instanceCount());
        atLeastOne("training.volumeSizeInGB", training.volumeSizeInGB());
        Duration maxRuntime = training.maxRuntime();
        if (maxRuntime.compareTo(SHORTEST_RUN) < 0 || maxRuntime.compareTo(LONGEST_RUN) > 0) {
            add(
                    "training.maxRuntime",
                    maxRuntime.toString(),
                    "PT1M to PT35H",
                    "the build that waits for the job ends after 36 hours: choose less, or a faster instance");
        }
        hyperParameters(training.hyperParameters());
        channels(training.channels());
        metrics(training.metricDefinitions());
    }

    private void hyperParameters(Map<String, String> hyperParameters) {
        atMost("training.hyperparameter", hyperParameters.size(), 100);
        hyperParameters.forEach((key, value) -> {
            Rule.HYPERPARAMETER_KEY.check(problems, "training.hyperparameter", key);
            Rule.HYPERPARAMETER_VALUE.check(problems, "training.hyperparameter[" + key + "]", value);
        });
    }

    private void channels(List<Channel> channels) {
        if (channels.isEmpty()) {
            add("training.channel", "", "1 to 20 channels", "write .channel(\"training\", \"training-data/\")");
        }
        atMost("training.channel", channels.size(), 20);
        Set<String> names = new HashSet<>();
        for (Channel channel : channels) {
            String path = "training.channel[" + channel.name() + "]";
            Rule.CHANNEL_NAME.check(problems, path, channel.name());
            Rule.PREFIX.check(problems, path + ".prefix", channel.prefix());
            own.checkPrefix(problems, path + ".prefix", channel.prefix());
            Rule.CONTENT_TYPE.check(problems, path + ".contentType", channel.contentType());
            unique(names, path, channel.name());
        }
    }

    private void metrics(List<MetricDefinition> metrics) {
        atMost("training.metric", metrics.size(), 40);
        Set<String> names = new HashSet<>();
        for (MetricDefinition metric : metrics) {
            String path = "training.metric[" + metric.name() + "]";
            Rule.METRIC_NAME.check(problems, path, metric.name());
            Rule.METRIC_REGEX.check(problems, path + ".regex", metric.regex());
            captures(path + ".regex", metric.regex());
            unique(names, path, metric.name());
        }
    }

    private void captures(String path, String regex) {
        try {
            if (Pattern.compile(regex).matcher("").groupCount() != 1) {
                add(path, regex, "one capture group", "put parentheses around the number, and nothing else");
            }
        } catch (PatternSyntaxException e) {
            add(path, regex, "a regular expression", "mend it: " + e.getDescription());
        }
    }

    private void stages(String name, List<Stage> stages) {
        if (stages.isEmpty()) {
            add(
                    "deploy",
                    "",
                    "at least one deploy stage",
                    "write .deploy(\"production\", d -> d.endpoint(…).instanceType(…))");
        }
        atMost("deploy", stages.size(), MOST_STAGES);
        Set<String> names = new HashSet<>(RESERVED_STAGES);
        Set<String> endpoints = new HashSet<>();
        for (Stage stage : stages) {
            String path = "deploy[" + stage.name() + "]";
            Rule.STAGE_NAME.check(problems, path, stage.name());
            unique(names, path, stage.name());
            if (stage instanceof DeployStage deploy) {
                Rule.ENDPOINT_NAME.check(problems, path + ".endpoint", deploy.endpoint());
                Rule.INSTANCE_TYPE.check(problems, path + ".instanceType", deploy.instanceType());
                atLeastOne(path + ".instances", deploy.instances());
                if ((deploy.endpoint() + "-").startsWith(name + "-test-")) {
                    add(
                            path + ".endpoint",
                            deploy.endpoint(),
                            "a name that does not begin with " + name + "-test",
                            "the harness makes and deletes endpoints of that name: rename it");
                }
                unique(endpoints, path + ".endpoint", deploy.endpoint());
            }
        }
    }

    private void tool(String path, Tool tool) {
        if (tool.sha256().isEmpty()) {
            add(
                    path,
                    "",
                    "the jar " + tool.fileName(),
                    "put " + tool.coordinates() + " on the classpath, or give its path with .tools(ToolJars.at(…))");
        } else {
            Rule.DIGEST.check(problems, path, tool.sha256());
        }
    }

    private void atLeastOne(String path, int value) {
        if (value < 1) {
            add(path, Integer.toString(value), "a number from 1", "write 1 or more");
        }
    }

    private void atMost(String path, int size, int most) {
        if (size > most) {
            add(path, size + " entries", "at most " + most, "leave some out");
        }
    }

    private void unique(Set<String> names, String path, String name) {
        if (!name.isEmpty() && !names.add(name)) {
            add(path, name, "a name that no other has", "rename one of them");
        }
    }

    private void add(String path, String got, String expected, String fix) {
        problems.add(new Problem(path, got, expected, fix));
    }
}
