package io.mlops.local.housebreaking;

import io.mlops.local.wire.HttpDoor;

/** Breaks the rule that only the doorway knows the wire, to show that the rule sees it. */
public final class KnowsTheWire {
    /** A dependency that nobody may have. */
    public static final Class<?> DOOR = HttpDoor.class;

    private KnowsTheWire() {}
}
