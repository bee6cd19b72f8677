package io.mlops.run;

import io.mlops.spec.MlopsException;
import java.time.Duration;

/** Says that a source's revision started no execution. */
public final class NotStartedException extends MlopsException {
    private static final long serialVersionUID = 1L;

    NotStartedException(String pipeline, String revision, Duration within) {
        super(
                "no execution of pipeline " + pipeline + " took revision " + revision + " within " + within.toMinutes()
                        + " minutes: plan tells whether its EventBridge rule is as described; start it by hand meanwhile",
                null);
    }
}
