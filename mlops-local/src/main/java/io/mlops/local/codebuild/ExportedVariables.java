package io.mlops.local.codebuild;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.codebuild.model.ExportedEnvironmentVariable;

/** The variables that a build hands on. */
final class ExportedVariables {
    private ExportedVariables() {}

    /** Reads what the last shell left; a variable that no command touched has the value that it began with. */
    static List<ExportedEnvironmentVariable> read(
            BuildFolder folder, List<String> names, Map<String, String> environment) {
        List<ExportedEnvironmentVariable> variables = new ArrayList<>();
        for (String name : names) {
            Path file = folder.state().resolve("exported." + name);
            try {
                variables.add(ExportedEnvironmentVariable.builder()
                        .name(name)
                        .value(Files.exists(file) ? Files.readString(file) : environment.getOrDefault(name, ""))
                        .build());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return variables;
    }
}
