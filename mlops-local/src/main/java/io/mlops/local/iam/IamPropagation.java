package io.mlops.local.iam;

import io.mlops.local.account.Scope;
import io.mlops.local.call.Cloud;
import java.time.Duration;
import java.time.Instant;

/**
 * How long IAM takes until what was written of a role is in effect. AWS's changes are seen within seconds everywhere;
 * until then a new role cannot be assumed, and a changed one acts as before.
 */
public final class IamPropagation {
    private static final Scope EVERYWHERE = new Scope("000000000000", "aws-global");

    private volatile Duration delay = Duration.ZERO;

    private IamPropagation() {}

    /**
     * Gives the emulator's.
     *
     * @param cloud the emulated AWS
     * @return the one of all its accounts
     */
    public static IamPropagation of(Cloud cloud) {
        return cloud.stores().of(IamPropagation.class, EVERYWHERE, scope -> new IamPropagation());
    }

    /**
     * Chooses how long later changes take.
     *
     * @param chosen from zero, which is the default
     */
    public void setDelay(Duration chosen) {
        delay = chosen;
    }

    /** Says when a change of now is in effect. */
    Instant effective(Instant now) {
        return now.plus(delay);
    }
}
