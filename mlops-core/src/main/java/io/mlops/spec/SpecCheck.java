package io.mlops.spec;

import java.util.List;

/** Finds every problem of a description, in the order in which it is written. */
final class SpecCheck {
    private static final List<String> RESERVED_PREFIXES =
            List.of("code", "models", "reports", "settings", "source", "tools");

    private SpecCheck() {}

    static List<Problem> problems(
            String name,
            Source source,
            Training training,
            String modelPackageGroup,
            ModelTest test,
            List<Stage> stages,
            PipelineOptions options,
            Tools tools) {
        Problems problems = new Problems();
        String prefixed = options.namePrefix() + name;
        OwnPrefixes own = OwnPrefixes.of(prefixed);
        name(problems, name);
        new SourceCheck(problems, own).check(source);
        new TrainingCheck(problems, own).check(training);
        problems.rule(Rule.GROUP_NAME, "modelPackageGroup", modelPackageGroup);
        test(problems, test);
        OptionsCheck whole = new OptionsCheck(problems, own);
        whole.stages(prefixed + "-test", stages);
        whole.check(name, options, stages);
        tool(problems, "tools.launcher", tools.launcher());
        tool(problems, "tools.modelTest", tools.modelTest());
        tool(problems, "tools.lambdaDeploy", tools.lambdaDeploy());
        return problems.all();
    }

    private static void name(Problems problems, String name) {
        problems.rule(Rule.PIPELINE_NAME, "name", name);
        if (RESERVED_PREFIXES.contains(name)) {
            problems.add(
                    "name",
                    name,
                    "a name other than " + RESERVED_PREFIXES,
                    "CodePipeline writes artifacts under the pipeline's name, and these prefixes are taken: rename it");
        }
    }

    private static void test(Problems problems, ModelTest test) {
        problems.rule(Rule.INSTANCE_TYPE, "test.instanceType", test.instanceType());
        problems.rule(Rule.SUITE_PATH, "test.suite", test.suite());
        problems.rule(Rule.REPORT_GROUP, "test.reportGroup", test.reportGroup());
        test.thresholds().forEach((metric, least) -> {
            problems.rule(Rule.METRIC, "test.threshold", metric);
            if (!Double.isFinite(least)) {
                problems.add("test.threshold[" + metric + "]", least.toString(), "a number", "write a finite one");
            }
        });
    }

    private static void tool(Problems problems, String path, Tool tool) {
        if (tool.sha256().isEmpty()) {
            problems.add(
                    path,
                    "",
                    "the jar " + tool.fileName(),
                    "put " + tool.coordinates() + " on the classpath, or give its path with .tools(ToolJars.at(…))");
        } else {
            problems.rule(Rule.DIGEST, path, tool.sha256());
        }
    }
}
