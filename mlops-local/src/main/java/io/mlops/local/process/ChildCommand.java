package io.mlops.local.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a child runs.
 *
 * @param name what it is, for people, as {@code build fraud-train:5c1e}
 * @param command the program and its arguments
 * @param directory the working directory
 * @param environment the whole environment, but for the supervisor's mark {@code MLOPS_LOCAL_CHILD}: nothing is inherited
 */
public record ChildCommand(String name, List<String> command, Path directory, Map<String, String> environment) {
    /** Copies the collections. */
    public ChildCommand {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
