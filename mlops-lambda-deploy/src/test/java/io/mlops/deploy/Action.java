package io.mlops.deploy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One run of the Deploy action: its jobs, one after another, each with the token that the one before left. */
final class Action {
    final String name;
    final int version;
    final boolean retried;
    /** Configs that this action's updates were rolled back from. */
    final Set<String> rolledBack = new HashSet<>();

    final List<Delivery> deliveries = new ArrayList<>();
    int jobs;
    String token = "";
    boolean ended;
    boolean succeeded;

    Action(String name, int version, boolean retried) {
        this.name = name;
        this.version = version;
        this.retried = retried;
    }

    String jobId() {
        return name + "-job-" + jobs;
    }

    /**
     * An event on its way to the function.
     *
     * @param jobId the job
     * @param token what the event carries
     * @param attempt 1 to 3, as Lambda invokes an asynchronous event again
     * @param duplicate whether Lambda delivers it beside another
     */
    record Delivery(String jobId, String token, int attempt, boolean duplicate) {}
}
