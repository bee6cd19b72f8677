/** ECR: repositories, which hold the images that the emulator's user named. */
@NullMarked
package io.mlops.local.ecr;

import org.jspecify.annotations.NullMarked;
