package io.mlops.local.junit;

/** How long an account lives. Each has an emulator of its own, which starts and ends in a few milliseconds. */
public enum Fresh {
    /** Each test method begins with an empty account. */
    PER_METHOD,
    /** All methods of a class share one. */
    PER_CLASS
}
