/** The Resource Groups Tagging API: what is tagged, of every service that has tags in a region. */
@NullMarked
package io.mlops.local.tagging;

import org.jspecify.annotations.NullMarked;
