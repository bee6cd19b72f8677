/** EventBridge: the default event bus, its rules, and the way to their targets. */
@NullMarked
package io.mlops.local.events;

import org.jspecify.annotations.NullMarked;
