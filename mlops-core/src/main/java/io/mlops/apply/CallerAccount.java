package io.mlops.apply;

import io.mlops.aws.AwsClients;
import io.mlops.spec.Account;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** Asks AWS whose account the credentials belong to. */
public final class CallerAccount {
    private CallerAccount() {}

    /**
     * Asks STS.
     *
     * @param aws the account's clients
     * @return partition and account of the caller, region of the clients
     */
    public static Account of(AwsClients aws) {
        GetCallerIdentityResponse identity = aws.sts().getCallerIdentity();
        String partition = identity.arn().split(":", -1)[1];
        return new Account(partition, identity.account(), aws.region());
    }
}
