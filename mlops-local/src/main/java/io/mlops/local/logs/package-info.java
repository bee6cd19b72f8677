/** CloudWatch Logs, kept as files, so that a run's logs take no memory, and can be read when the emulator has ended. */
@NullMarked
package io.mlops.local.logs;

import org.jspecify.annotations.NullMarked;
