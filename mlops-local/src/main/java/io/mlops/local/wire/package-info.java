/**
 * The AWS protocols: the only package that knows HTTP, XML and JSON. A request is identified, decoded into the SDK's
 * own request by one generic codec, taken down the call chain, and answered in the protocol that it came in.
 */
@NullMarked
package io.mlops.local.wire;

import org.jspecify.annotations.NullMarked;
