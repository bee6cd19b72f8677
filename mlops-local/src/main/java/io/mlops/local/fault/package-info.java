/** Faults on demand: what a test does to the calls, events and children of a running emulator. */
@NullMarked
package io.mlops.local.fault;

import org.jspecify.annotations.NullMarked;
