/** The temporary endpoint: made from the package's own containers, asked, and always deleted. */
@NullMarked
package io.mlops.modeltest.endpoint;

import org.jspecify.annotations.NullMarked;
