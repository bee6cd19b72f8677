package io.mlops.training;

import java.io.PrintStream;
import java.time.Clock;
import java.util.Map;

/**
 * What a command sees of the world.
 *
 * @param environment the environment variables
 * @param out receives metric lines and progress
 * @param err receives the one line that says why a command failed
 * @param clock tells elapsed time
 * @param stop is given on SIGTERM
 */
public record Surroundings(
        Map<String, String> environment, PrintStream out, PrintStream err, Clock clock, StopSignal stop) {
    /** Copies the environment. */
    public Surroundings {
        environment = Map.copyOf(environment);
    }
}
