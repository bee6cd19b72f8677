package io.mlops.teardown;

/**
 * What destroy deletes.
 *
 * @param keepsModelPackages whether the model packages stay, with what serves them again: their group, and their archives in
 *     the pipeline's bucket
 */
public record DestroyOptions(boolean keepsModelPackages) {
    /**
     * Deletes everything, which is the default.
     *
     * @return the options
     */
    public static DestroyOptions everything() {
        return new DestroyOptions(false);
    }

    /**
     * Keeps the model packages. Their group and the bucket stay for them, the bucket with nothing but {@code models/}; a
     * later apply takes both again, and a later destroy without this option deletes them.
     *
     * @return the new options
     */
    public DestroyOptions keepModelPackages() {
        return new DestroyOptions(true);
    }
}
