package io.mlops.apply;

import io.mlops.aws.AwsClients;

/** Names who changes an account, for whoever finds the lock taken. */
final class Holder {
    private Holder() {}

    static String name(AwsClients aws) {
        String arn = aws.sts().getCallerIdentity().arn();
        return arn + ", process " + ProcessHandle.current().pid();
    }
}
