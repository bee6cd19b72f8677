package io.mlops.apply;

import io.mlops.plan.ResourceId;
import io.mlops.spec.MlopsException;

/** Says that a resource's state could not be read. Nothing was changed. */
public final class ReadException extends MlopsException {
    private static final long serialVersionUID = 1L;

    ReadException(ResourceId id, Throwable cause) {
        super("reading " + id + ": " + ApplyException.reason(cause) + "; nothing was changed", cause);
    }
}
