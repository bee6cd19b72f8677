package io.mlops.apply;

/** Hears what apply and destroy do. Called by one thread at a time. */
@FunctionalInterface
public interface ApplyListener {
    /** Hears nothing. */
    ApplyListener NONE = event -> {};

    /**
     * Takes an event; what it throws ends the step.
     *
     * @param event what happened; its text is for people
     */
    void on(ApplyEvent event);
}
