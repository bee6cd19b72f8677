package io.mlops.apply;

import io.mlops.spec.MlopsException;

/** Says why a resource cannot be brought to what is wanted although AWS answered. */
final class NotProvisionedException extends MlopsException {
    private static final long serialVersionUID = 1L;

    NotProvisionedException(String message) {
        super(message, null);
    }
}
