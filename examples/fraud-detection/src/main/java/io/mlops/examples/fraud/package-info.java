/** The recipe that started the project, as one program: describe, apply, run, ask the endpoint, destroy. */
@NullMarked
package io.mlops.examples.fraud;

import org.jspecify.annotations.NullMarked;
