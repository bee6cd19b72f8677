/** Classes that break the rules of the house, so that a test can show that each is found. */
@NullMarked
package io.mlops.housebreaking.plan;

import org.jspecify.annotations.NullMarked;
