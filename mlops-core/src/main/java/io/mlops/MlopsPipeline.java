package io.mlops;

import io.mlops.apply.Apply;
import io.mlops.apply.ApplyListener;
import io.mlops.apply.CallerAccount;
import io.mlops.apply.PipelineContents;
import io.mlops.apply.Provisioners;
import io.mlops.apply.Sleeper;
import io.mlops.apply.Waiting;
import io.mlops.aws.AwsClients;
import io.mlops.plan.PipelineResources;
import io.mlops.plan.Plan;
import io.mlops.plan.Resource;
import io.mlops.plan.ResourceGraph;
import io.mlops.run.PipelineExecution;
import io.mlops.spec.Names;
import io.mlops.spec.PipelineSpec;
import io.mlops.teardown.ResidueReport;
import io.mlops.teardown.Teardown;
import java.time.Clock;

/** A described pipeline: what {@link MlopsPipelineBuilder#build} gives. Immutable; equal where the descriptions are. */
public final class MlopsPipeline {
    private final PipelineSpec spec;
    private final ToolJars tools;
    private final Clock clock;
    private final Sleeper sleeper;

    MlopsPipeline(PipelineSpec spec, ToolJars tools, Clock clock, Sleeper sleeper) {
        this.spec = spec;
        this.tools = tools;
        this.clock = clock;
        this.sleeper = sleeper;
    }

    /**
     * Gives the description.
     *
     * @return a valid one
     */
    public PipelineSpec spec() {
        return spec;
    }

    /**
     * Names what belongs to this pipeline in an account: its bucket, roles, projects and function.
     *
     * @param aws the account's clients
     * @return the derived names
     */
    public Names names(AwsClients aws) {
        return new Names(spec.name(), CallerAccount.of(aws));
    }

    /**
     * Lists the resources that the description asks for. Pure.
     *
     * @param names the derived names
     * @return the wanted resources
     */
    public ResourceGraph resources(Names names) {
        return PipelineResources.of(spec, names);
    }

    /**
     * Compares the description with the account. Changes nothing.
     *
     * @param aws the account's clients
     * @return what apply would do
     */
    public Plan plan(AwsClients aws) {
        Names names = names(aws);
        return plan(names, provisioners(aws, names, ApplyListener.NONE));
    }

    /**
     * Brings the account to the description. Does nothing where there is nothing to do, and may be repeated after a
     * failure. The execution that AWS starts when it creates a pipeline is stopped.
     *
     * @param aws the account's clients
     * @param listener hears each change
     * @return the plan that was carried out
     * @throws io.mlops.apply.ApplyException if part of it failed
     */
    public Plan apply(AwsClients aws, ApplyListener listener) {
        Names names = names(aws);
        ApplyListener serial = Apply.serial(listener);
        Provisioners provisioners = provisioners(aws, names, serial);
        Plan plan = plan(names, provisioners);
        new Apply(provisioners, clock, serial).run(plan, resources(names));
        return plan;
    }

    /**
     * Starts an execution of the applied pipeline. Uploads nothing: the source zip and the training data are the team's.
     *
     * @param aws the account's clients
     * @return the execution
     */
    public PipelineExecution start(AwsClients aws) {
        return PipelineExecution.start(aws, clock, sleeper, spec.name());
    }

    /**
     * Deletes everything that belongs to the pipeline, its data and models included, and looks again.
     *
     * @param aws the account's clients
     * @param listener hears what is stopped and deleted
     * @return what was deleted and what is left
     */
    public ResidueReport destroy(AwsClients aws, ApplyListener listener) {
        Names names = names(aws);
        ApplyListener serial = Apply.serial(listener);
        Waiting waiting = waiting(aws);
        return new Teardown(aws, spec, names, resources(names), provisioners(aws, names, serial), waiting, serial)
                .run();
    }

    private Plan plan(Names names, Provisioners provisioners) {
        ResourceGraph wanted = resources(names);
        return Plan.diff(
                provisioners.read(wanted.order().stream().map(Resource::id).toList()), wanted);
    }

    private Provisioners provisioners(AwsClients aws, Names names, ApplyListener listener) {
        return new Provisioners(aws, names, new PipelineContents(spec, names, tools::read), waiting(aws), listener);
    }

    private Waiting waiting(AwsClients aws) {
        return new Waiting(clock, sleeper, aws.pollInterval());
    }

    /**
     * Compares the descriptions.
     *
     * @param other anything
     * @return whether it is a pipeline with an equal description
     */
    @Override
    public boolean equals(Object other) {
        return other instanceof MlopsPipeline pipeline && spec.equals(pipeline.spec);
    }

    @Override
    public int hashCode() {
        return spec.hashCode();
    }

    @Override
    public String toString() {
        return "pipeline " + spec.name();
    }
}
