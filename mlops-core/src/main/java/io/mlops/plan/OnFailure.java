package io.mlops.plan;

/** What CodePipeline does by itself when a stage fails. */
public enum OnFailure {
    /** Nothing: the stage stays failed. */
    NONE,
    /** It runs the failed actions once more. */
    RETRY_FAILED_ACTIONS,
    /** It runs all actions of the stage once more. */
    RETRY_ALL_ACTIONS,
    /** It goes back to the last execution that succeeded in the stage. */
    ROLLBACK
}
