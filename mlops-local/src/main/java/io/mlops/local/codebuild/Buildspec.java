package io.mlops.local.codebuild;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.codebuild.model.BuildPhaseType;

/**
 * What a build does, by the build specification (CodeBuild user guide, "Build specification reference").
 *
 * @param isolated whether each command runs in a shell of its own, as in version 0.1
 * @param variables environment variables, weaker than the project's
 * @param parameters names of parameters of the Parameter Store, by the variables that take their values
 * @param exportedVariables names of the variables that are handed on
 * @param phases what is to be run, for the phases that are named
 * @param artifacts the primary artifact
 * @param secondaryArtifacts the others by identifier
 * @param reports report groups and their files
 * @param notes what the build's log says of it
 */
record Buildspec(
        boolean isolated,
        Map<String, String> variables,
        Map<String, String> parameters,
        List<String> exportedVariables,
        Map<BuildPhaseType, Phase> phases,
        Optional<Artifacts> artifacts,
        Map<String, Artifacts> secondaryArtifacts,
        List<Reports> reports,
        List<String> notes) {
    /** What happens when a phase failed. */
    enum OnFailure {
        /** The phase's own rule: after INSTALL and PRE_BUILD the build ends, after BUILD it goes on to POST_BUILD. */
        UNSAID,
        /** The build ends. */
        ABORT,
        /** The build goes on as if the phase had succeeded. */
        CONTINUE
    }

    /**
     * A phase.
     *
     * @param commands run until one fails
     * @param finallyCommands run after them, whether one failed or not
     * @param onFailure what happens when one failed
     */
    record Phase(List<String> commands, List<String> finallyCommands, OnFailure onFailure) {
        static final Phase EMPTY = new Phase(List.of(), List.of(), OnFailure.UNSAID);
    }

    /**
     * Files that make an artifact.
     *
     * @param files glob patterns below the base directory
     * @param excluded glob patterns of what is left out
     * @param baseDirectory below the source directory; may hold wildcards
     * @param discardPaths whether all files come to the top
     * @param name the artifact's name in shell language, where it gives one
     */
    record Artifacts(
            List<String> files,
            List<String> excluded,
            String baseDirectory,
            boolean discardPaths,
            Optional<String> name) {}

    /**
     * A report.
     *
     * @param group the report group's name as the buildspec has it, or a report group's ARN
     * @param files where the results are; paths are of no importance
     */
    record Reports(String group, Artifacts files) {}

    Phase phase(BuildPhaseType type) {
        return phases.getOrDefault(type, Phase.EMPTY);
    }
}
