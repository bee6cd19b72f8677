package io.mlops.spec;

/** Says that the table of AWS's own images has none for a framework, version or region. Nothing was changed. */
public final class UnknownImageException extends MlopsException {
    private static final long serialVersionUID = 1L;

    UnknownImageException(String message) {
        super(message, null);
    }
}
