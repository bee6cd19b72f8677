/** The verdict for people and for the next action: table, JUnit XML, test_results.json. */
@NullMarked
package io.mlops.modeltest.report;

import org.jspecify.annotations.NullMarked;
