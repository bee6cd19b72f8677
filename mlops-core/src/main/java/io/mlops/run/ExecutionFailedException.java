package io.mlops.run;

import io.mlops.spec.MlopsException;

/** Says that an execution did not succeed: where, why, and where its log is. */
public final class ExecutionFailedException extends MlopsException {
    private static final long serialVersionUID = 1L;

    private final String stage;
    private final String action;
    private final String reason;
    private final String logLocation;

    ExecutionFailedException(String stage, String action, String reason, String logLocation, String lastLines) {
        super(
                (stage.isEmpty()
                                ? "The execution did not succeed"
                                : "Stage " + stage + ", action " + action + " failed")
                        + ": " + reason
                        + (logLocation.isEmpty() ? "" : "\nlog: " + logLocation)
                        + (lastLines.isEmpty() ? "" : "\n" + lastLines.indent(2).stripTrailing())
                        + Advice.on(reason + "\n" + lastLines)
                                .map(advice -> "\nwhat to do: " + advice)
                                .orElse(""),
                null);
        this.stage = stage;
        this.action = action;
        this.reason = reason;
        this.logLocation = logLocation;
    }

    /**
     * Names the stage.
     *
     * @return its name; empty where no action failed, as after a stop
     */
    public String stage() {
        return stage;
    }

    /**
     * Names the action.
     *
     * @return its name; empty where no action failed
     */
    public String action() {
        return action;
    }

    /**
     * Says why.
     *
     * @return what AWS and the action say
     */
    public String reason() {
        return reason;
    }

    /**
     * Says where the log is.
     *
     * @return log group and stream; empty where there is none
     */
    public String logLocation() {
        return logLocation;
    }
}
