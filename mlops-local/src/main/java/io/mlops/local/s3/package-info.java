/**
 * S3: versioned buckets whose objects are files below {@code <directory>/s3/}. Keys, versions and settings are held in
 * memory; content passes through disk, whole or not at all.
 */
@NullMarked
package io.mlops.local.s3;

import org.jspecify.annotations.NullMarked;
