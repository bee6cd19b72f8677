package io.mlops.local.codebuild;

import java.util.List;
import java.util.Map;

/**
 * What a build is to do, settled when it is started.
 *
 * @param sources what is downloaded, the primary source first; empty for none
 * @param outputs where artifacts go
 * @param buildspec the buildspec's text, or its path in the primary source
 * @param variables the project's variables, with the call's over them
 * @param logGroup the log group
 * @param logStream the log stream
 */
record BuildPlan(
        List<S3Place> sources,
        List<S3Place> outputs,
        String buildspec,
        Map<String, String> variables,
        String logGroup,
        String logStream) {
    static final String DEFAULT_BUILDSPEC = "buildspec.yml";

    /** Says whether the buildspec is given as text: a path has one line, a buildspec more. */
    boolean isInline() {
        return buildspec.contains("\n") || buildspec.startsWith("{");
    }
}
