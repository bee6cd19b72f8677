/**
 * Every operation that the emulator serves, called by the SDK for Java, boto3 and the AWS CLI: the happy way, and each
 * error that AWS's model declares for it.
 */
package io.mlops.local.exercise;
