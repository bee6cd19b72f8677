package io.mlops.apply;

import io.mlops.contract.TagKeys;
import io.mlops.plan.Resource;
import io.mlops.plan.StoredObject;
import io.mlops.spec.Names;

/** Tells what is a pipeline's own by its tag; what lies in the bucket is the bucket's owner's. */
public final class Ownership {
    private final String pipeline;

    /**
     * Knows one pipeline's own.
     *
     * @param names the derived names
     */
    public Ownership(Names names) {
        this.pipeline = names.pipeline();
    }

    /**
     * Tells whether a resource is the pipeline's.
     *
     * @param present what is there
     * @return whether it carries the pipeline's tag, or lies in its bucket
     */
    public boolean has(Resource present) {
        return present instanceof StoredObject || pipeline.equals(present.tags().get(TagKeys.PIPELINE));
    }

    /**
     * Says whose a resource is that is not the pipeline's.
     *
     * @param stranger what is there
     * @return as {@code has no tag mlops:pipeline}
     */
    public static String owner(Resource stranger) {
        String other = stranger.tags().get(TagKeys.PIPELINE);
        return other == null ? "has no tag " + TagKeys.PIPELINE : "is pipeline " + other + "'s";
    }
}
