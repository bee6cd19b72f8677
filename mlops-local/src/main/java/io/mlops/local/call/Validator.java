package io.mlops.local.call;

/** Refuses input that AWS's models do not accept. */
public interface Validator {
    /**
     * Checks a call's input.
     *
     * @param operation the operation
     * @param input its input
     * @throws software.amazon.awssdk.awscore.exception.AwsServiceException naming every fault at once, in AWS's words
     */
    void check(Operation operation, Input input);
}
