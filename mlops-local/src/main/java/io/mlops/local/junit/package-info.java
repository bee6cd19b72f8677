/** A JUnit 5 extension that gives tests an emulator and SDK clients of it. */
@NullMarked
package io.mlops.local.junit;

import org.jspecify.annotations.NullMarked;
