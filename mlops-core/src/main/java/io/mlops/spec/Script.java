package io.mlops.spec;

/**
 * A training script in the team's source, for framework images.
 *
 * @param directory its directory in the source, relative, as {@code code}
 * @param entryPoint the script, a file at that directory's root, as {@code train.py}
 */
public record Script(String directory, String entryPoint) {}
