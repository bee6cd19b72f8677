package io.mlops.local.codebuild;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.codebuild.model.EnvironmentVariable;

/**
 * What a build is to do, settled when it is started.
 *
 * @param hasPrimarySource whether the first source is the primary one; without, the source directory is empty
 * @param sources what is downloaded, the primary source first; empty for none
 * @param outputs where artifacts go
 * @param buildspec the buildspec's text, or its path in the primary source, or its ARN in S3
 * @param variables the project's variables, with the call's over them
 * @param image the command that stands for the image; empty for the machine's own tools
 * @param logGroup the log group
 * @param logStream the log stream
 */
record BuildPlan(
        boolean hasPrimarySource,
        List<Source> sources,
        List<BuildOutput> outputs,
        String buildspec,
        List<EnvironmentVariable> variables,
        List<String> image,
        String logGroup,
        String logStream) {
    static final String DEFAULT_BUILDSPEC = "buildspec.yml";

    /**
     * A source.
     *
     * @param place the zip
     * @param version the object's version; empty for the current one
     */
    record Source(S3Place place, Optional<String> version) {}

    /** Says whether a buildspec is given as text: a path has one line, a buildspec more. */
    static boolean isInline(String buildspec) {
        return buildspec.contains("\n") || buildspec.startsWith("{");
    }
}
