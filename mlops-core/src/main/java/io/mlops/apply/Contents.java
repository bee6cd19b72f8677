package io.mlops.apply;

/** Gives the bytes of what apply uploads, when it is needed. */
@FunctionalInterface
public interface Contents {
    /**
     * Gives the bytes.
     *
     * @param digest the digest by which the plan names them: of a stored object, or a function's {@code CodeSha256}
     * @return the bytes
     */
    byte[] bytes(String digest);
}
