package io.mlops.local.iam.policy;

/**
 * What is asked of IAM.
 *
 * @param principal who asks
 * @param action as {@code s3:GetObject}
 * @param resource an ARN, or {@code *} where the action takes none
 * @param keys the condition keys
 */
public record Request(Principal principal, String action, String resource, ConditionKeys keys) {}
