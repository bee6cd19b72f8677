package io.mlops.spec;

import java.util.List;

/** Checks where the source comes from (API model of CodePipeline; user guide, trigger filters). */
final class SourceCheck {
    private static final int MOST_FILTERS = 3;
    private static final int MOST_PATTERNS = 8;

    private final Problems problems;
    private final OwnPrefixes own;

    SourceCheck(Problems problems, OwnPrefixes own) {
        this.problems = problems;
        this.own = own;
    }

    void check(Source source) {
        if (source instanceof S3Source s3) {
            problems.rule(Rule.SOURCE_KEY, "source.s3", s3.key());
            own.checkKey(problems, "source.s3", s3.key());
        } else if (source instanceof ConnectionSource connection) {
            connection(connection);
        }
    }

    private void connection(ConnectionSource source) {
        problems.rule(Rule.CONNECTION_ARN, "source.connection", source.connectionArn());
        problems.rule(Rule.REPOSITORY, "source.repository", source.repository());
        problems.rule(Rule.BRANCH, "source.branch", source.branch());
        // One trigger declaration of the source action holds them all.
        problems.atMost("source.trigger", source.triggers().size(), MOST_FILTERS);
        for (int i = 0; i < source.triggers().size(); i++) {
            trigger("source.trigger[" + i + "]", source.triggers().get(i));
        }
    }

    private void trigger(String path, Trigger trigger) {
        if (trigger.branches().isEmpty()
                && trigger.tags().isEmpty()
                && trigger.paths().isEmpty()) {
            problems.add(path, "", "branches, tags or paths", "say which pushes start an execution");
        }
        if (!trigger.tags().isEmpty()
                && !(trigger.branches().isEmpty() && trigger.paths().isEmpty())) {
            problems.add(
                    path,
                    "tags beside branches or paths",
                    "tags alone, or branches and paths",
                    "write a trigger of its own for the tags");
        }
        filter(path + ".branches", trigger.branches());
        filter(path + ".tags", trigger.tags());
        filter(path + ".paths", trigger.paths());
    }

    private void filter(String path, Trigger.Filter filter) {
        patterns(path + ".includes", filter.includes());
        patterns(path + ".excludes", filter.excludes());
    }

    private void patterns(String path, List<String> patterns) {
        problems.atMost(path, patterns.size(), MOST_PATTERNS);
        problems.each(Rule.GLOB, path, patterns);
    }
}
