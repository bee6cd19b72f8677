package io.mlops.run;

/** Hears what an execution does; called by the thread that awaits it. */
@FunctionalInterface
public interface RunListener {
    /** Hears nothing. */
    RunListener NONE = event -> {};

    /**
     * Takes an event; what it throws ends the watch, not the execution.
     *
     * @param event what happened; its text is for people
     */
    void on(RunEvent event);
}
