package io.mlops.apply;

import io.mlops.aws.AwsClients;
import io.mlops.plan.Change;
import io.mlops.plan.Plan;
import io.mlops.plan.ResourceGraph;
import io.mlops.plan.ResourceType;
import io.mlops.spec.Names;
import java.util.function.Supplier;

/**
 * One apply from plan to end: the bucket first, since the lock lies in it; then, under the lock, a plan of what is there
 * now, and its changes.
 */
public final class Application {
    private final AwsClients aws;
    private final Names names;
    private final ResourceGraph wanted;
    private final Provisioners provisioners;
    private final Waiting waiting;
    private final ApplyListener listener;

    /**
     * Makes the step.
     *
     * @param aws the account's clients
     * @param names the derived names
     * @param wanted what is described
     * @param provisioners read and change it
     * @param waiting how to wait
     * @param listener hears each change; called by one thread at a time
     */
    public Application(
            AwsClients aws,
            Names names,
            ResourceGraph wanted,
            Provisioners provisioners,
            Waiting waiting,
            ApplyListener listener) {
        this.aws = aws;
        this.names = names;
        this.wanted = wanted;
        this.provisioners = provisioners;
        this.waiting = waiting;
        this.listener = listener;
    }

    /**
     * Applies.
     *
     * @return the plan that was carried out; empty where there was nothing to do
     * @throws ApplyException if part of it failed
     * @throws ApplyLock.HeldException if somebody else is changing the pipeline
     * @throws StrangerException if a described name belongs to something that is not the pipeline's
     */
    public Plan run() {
        try (AtOnce calls = new AtOnce()) {
            return run(calls.ask(() -> Holder.name(aws)));
        }
    }

    private Plan run(Supplier<String> holder) {
        LiveState live = new LiveState(aws, names, provisioners);
        Plan first = live.plan(wanted);
        if (first.isEmpty()) {
            // Nothing to change needs no lock.
            stopFirstExecution();
            return first;
        }
        Plan bucket = bucketAlone(first);
        Apply apply = new Apply(provisioners, waiting.clock(), listener);
        apply.run(bucket, wanted);
        return ApplyLock.holding(aws, names.bucket(), holder.get(), waiting, () -> {
            // Somebody else may have changed the account between the plan and the lock.
            apply.run(live.plan(wanted), wanted);
            stopFirstExecution();
            return first;
        });
    }

    private static Plan bucketAlone(Plan plan) {
        return new Plan(plan.of(Change.Create.class).stream()
                .filter(create -> create.id().type() == ResourceType.BUCKET)
                .<Change>map(create -> create)
                .toList());
    }

    private void stopFirstExecution() {
        new FirstExecution(aws, names.pipeline(), waiting, listener).stopLeft();
    }
}
