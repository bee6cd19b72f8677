/** CloudWatch Logs, kept in memory and as files, so that a run's logs can be read when the emulator has ended. */
@NullMarked
package io.mlops.local.logs;

import org.jspecify.annotations.NullMarked;
