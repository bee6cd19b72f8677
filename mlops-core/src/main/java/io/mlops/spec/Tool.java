package io.mlops.spec;

/**
 * One executable jar.
 *
 * @param fileName the jar's name, as {@code mlops-launcher.jar}
 * @param sha256 the SHA-256 of its bytes, 64 lower-case hexadecimal digits; empty where the jar was not found
 */
public record Tool(String fileName, String sha256) {
    /**
     * Names the Maven artifact that holds the jar.
     *
     * @return as {@code io.mlops:mlops-launcher:tool}
     */
    public String coordinates() {
        return "io.mlops:" + fileName.replaceFirst("\\.jar$", "") + ":tool";
    }
}
