package io.mlops.apply;

import io.mlops.plan.ResourceId;
import io.mlops.spec.MlopsException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Says that an account was brought only partly to what was planned. Applying again goes on from there. */
public final class ApplyException extends MlopsException {
    private static final long serialVersionUID = 1L;

    private final transient List<ResourceId> done;
    private final transient List<ResourceId> failed;
    private final transient List<ResourceId> notDone;

    ApplyException(List<ResourceId> done, Map<ResourceId, Throwable> failures, List<ResourceId> notDone) {
        super(message(done, failures, notDone), failures.values().iterator().next());
        this.done = List.copyOf(done);
        this.failed = List.copyOf(failures.keySet());
        this.notDone = List.copyOf(notDone);
    }

    /**
     * Lists what was done.
     *
     * @return in the order in which it was planned
     */
    public List<ResourceId> done() {
        return done;
    }

    /**
     * Lists what failed; the message has the causes.
     *
     * @return at least one
     */
    public List<ResourceId> failed() {
        return failed;
    }

    /**
     * Lists what was not tried, since it needs what failed.
     *
     * @return in the order in which it was planned
     */
    public List<ResourceId> notDone() {
        return notDone;
    }

    /** Says what failed; an error's message, such as a class's name, says nothing without its kind. */
    static String reason(Throwable failure) {
        return failure instanceof Error || failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    private static String message(
            List<ResourceId> done, Map<ResourceId, Throwable> failures, List<ResourceId> notDone) {
        return failures.entrySet().stream()
                        .map(failure -> failure.getKey() + ": " + reason(failure.getValue()))
                        .collect(Collectors.joining("\n"))
                + "\ndone: " + listed(done) + "\nnot done: " + listed(notDone)
                + "\nApplying again is safe: it keeps what is done and goes on with the rest.";
    }

    private static String listed(List<ResourceId> ids) {
        return ids.isEmpty()
                ? "nothing"
                : ids.stream().map(ResourceId::toString).collect(Collectors.joining(", "));
    }
}
