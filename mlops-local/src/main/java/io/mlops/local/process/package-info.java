/**
 * Child processes: build commands, containers, the Lambda's own JVM. Each runs in a process group of its own under a
 * supervisor that ends the group when its pipe closes, so that nothing outlives the emulator, {@code kill -9} included.
 */
@NullMarked
package io.mlops.local.process;

import org.jspecify.annotations.NullMarked;
