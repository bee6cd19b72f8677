package io.mlops.local;

/** What IAM's answers are for. */
public enum IamMode {
    /** A call that no policy allows, or one denies, is refused as AWS refuses it. */
    ENFORCE,
    /** Nothing is refused; what policies say of each call is recorded. */
    RECORD,
    /** Policies are not consulted. */
    OFF
}
