/**
 * What is wanted: the description of a pipeline as immutable records, and the rules that AWS holds it to.
 *
 * <p>Pure: no AWS SDK, no clock, no disk, no logging. A {@link io.mlops.spec.PipelineSpec} that exists is valid; making an
 * invalid one throws {@link io.mlops.spec.InvalidSpecException} with every problem at once. Imported by every other
 * package of this module, imports none of them.
 */
@NullMarked
package io.mlops.spec;

import org.jspecify.annotations.NullMarked;
