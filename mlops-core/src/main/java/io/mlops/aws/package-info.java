/**
 * Where AWS is: the clients of one account and region. A package of its own, because the doorway {@code io.mlops} is
 * imported by none, and apply, run and teardown need the clients. Besides those three it is the only place that imports
 * the AWS SDK; it imports none of this module's packages.
 */
@NullMarked
package io.mlops.aws;

import org.jspecify.annotations.NullMarked;
