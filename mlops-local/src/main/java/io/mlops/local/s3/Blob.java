package io.mlops.local.s3;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Content on disk.
 *
 * @param file where, named by a random id
 * @param size in bytes
 * @param md5 in hexadecimal
 * @param checksum what its sender asked for, verified
 */
record Blob(Path file, long size, String md5, Optional<Checksum> checksum) {}
