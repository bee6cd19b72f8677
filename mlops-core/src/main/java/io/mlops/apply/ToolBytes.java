package io.mlops.apply;

import io.mlops.spec.Tool;
import java.io.IOException;

/** Reads a tool's jar. */
@FunctionalInterface
public interface ToolBytes {
    /**
     * Reads the jar.
     *
     * @param tool which
     * @return its bytes
     * @throws IOException if it cannot be read
     */
    byte[] read(Tool tool) throws IOException;
}
