package io.mlops.apply;

import io.mlops.aws.AwsClients;

/** Names who changes an account, for whoever finds the lock taken. */
public final class Holder {
    private Holder() {}

    /**
     * Names this process.
     *
     * @param aws the account's clients
     * @return the caller's ARN and the process id
     */
    public static String name(AwsClients aws) {
        String arn = aws.sts().getCallerIdentity().arn();
        return arn + ", process " + ProcessHandle.current().pid();
    }
}
