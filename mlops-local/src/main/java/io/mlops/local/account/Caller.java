package io.mlops.local.account;

import java.util.Optional;

/**
 * Who makes a call.
 *
 * @param accountId the caller's account, 12 digits
 * @param arn the principal: a user's, the root's or an assumed role session's ARN
 * @param userId the principal's unique id, as {@code AROA…:session}
 * @param accessKeyId the access key that identified the caller
 * @param roleArn the assumed role's own ARN, where the caller is a role session
 */
public record Caller(String accountId, String arn, String userId, String accessKeyId, Optional<String> roleArn) {}
