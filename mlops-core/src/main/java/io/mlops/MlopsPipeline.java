package io.mlops;

import io.mlops.apply.Application;
import io.mlops.apply.Apply;
import io.mlops.apply.ApplyListener;
import io.mlops.apply.CallerAccount;
import io.mlops.apply.LiveState;
import io.mlops.apply.PipelineContents;
import io.mlops.apply.Provisioners;
import io.mlops.apply.Sleeper;
import io.mlops.apply.Waiting;
import io.mlops.aws.AwsClients;
import io.mlops.plan.Costs;
import io.mlops.plan.Mermaid;
import io.mlops.plan.PipelineJson;
import io.mlops.plan.PipelineResources;
import io.mlops.plan.Plan;
import io.mlops.plan.Resource;
import io.mlops.plan.ResourceGraph;
import io.mlops.plan.StoredObject;
import io.mlops.plan.cloudformation.CloudFormation;
import io.mlops.plan.cloudformation.Template;
import io.mlops.plan.cost.CostEstimate;
import io.mlops.plan.cost.PriceTable;
import io.mlops.run.Approvals;
import io.mlops.run.PipelineExecution;
import io.mlops.run.PipelineStatus;
import io.mlops.run.StatusReader;
import io.mlops.spec.ApprovalStage;
import io.mlops.spec.Names;
import io.mlops.spec.PipelineSpec;
import io.mlops.spec.Stage;
import io.mlops.teardown.DestroyOptions;
import io.mlops.teardown.DestroyPlan;
import io.mlops.teardown.ResidueReport;
import io.mlops.teardown.Teardown;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;

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
     * Reads a description from JSON, as {@link #toJson()} writes it. What it leaves out has the builder's default.
     *
     * @param json the text, schema {@code mlops.pipeline/1}
     * @param tools the jars that run in the pipeline
     * @return the pipeline
     * @throws io.mlops.spec.InvalidSpecException with every field that is unknown, missing or of another type; or else with
     *     every problem of the description
     */
    public static MlopsPipeline fromJson(String json, ToolJars tools) {
        return new MlopsPipeline(DescriptionJson.read(json, tools.digests()), tools, Clock.systemUTC(), Sleeper.SYSTEM);
    }

    /**
     * Reads a description from JSON, with the jars of the classpath.
     *
     * @param json the text, schema {@code mlops.pipeline/1}
     * @return the pipeline
     * @throws io.mlops.spec.InvalidSpecException as {@link #fromJson(String, ToolJars)}
     */
    public static MlopsPipeline fromJson(String json) {
        return fromJson(json, ToolJars.onClasspath());
    }

    /**
     * Writes the description as JSON, for a team to keep in a file. The jars are not in it.
     *
     * @return JSON, indented, with a line end
     */
    public String toJson() {
        return DescriptionJson.write(spec);
    }

    /**
     * Begins a description with this one.
     *
     * @return a builder whose {@code build()} gives an equal pipeline
     */
    public MlopsPipelineBuilder toBuilder() {
        return new MlopsPipelineBuilder(spec, tools);
    }

    /**
     * Names what belongs to this pipeline in an account: its bucket, roles, projects and function.
     *
     * @param aws the account's clients
     * @return the derived names
     */
    public Names names(AwsClients aws) {
        return spec.names(CallerAccount.of(aws));
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
     * @return what apply would do, and under it what the pipeline may cost
     * @throws io.mlops.apply.StrangerException if a described name belongs to something that is not the pipeline's
     */
    public Plan plan(AwsClients aws) {
        Names names = names(aws);
        return plan(aws, names, provisioners(aws, names, ApplyListener.NONE))
                .costing(cost(names, PriceTable.published()));
    }

    /**
     * Reckons what the pipeline may cost. Pure.
     *
     * @param names the derived names, which hold the region
     * @param prices the prices, with the team's own where it has some
     * @return an estimate per month and per execution
     */
    public CostEstimate cost(Names names, PriceTable prices) {
        return Costs.of(spec, names, prices);
    }

    /**
     * Renders the resources as a CloudFormation template. Pure.
     *
     * @param names the derived names, which hold the account and region
     * @return the template
     */
    public Template toCloudFormation(Names names) {
        return CloudFormation.template(resources(names), names);
    }

    /**
     * Packs what apply uploads, for those who upload it themselves: the template tells where to.
     *
     * @param names the derived names
     * @return bytes by key in the pipeline's bucket
     */
    public Map<String, byte[]> uploads(Names names) {
        PipelineContents contents = new PipelineContents(spec, names, tools::read);
        Map<String, byte[]> uploads = new TreeMap<>();
        for (Resource resource : resources(names).order()) {
            if (resource instanceof StoredObject object) {
                uploads.put(object.key(), contents.bytes(object.digest()));
            }
        }
        return uploads;
    }

    /**
     * Writes the pipeline as {@code aws codepipeline create-pipeline --cli-input-json} takes it. Pure.
     *
     * @param names the derived names, which hold the account and region
     * @return JSON
     */
    public String toPipelineJson(Names names) {
        return PipelineJson.of(PipelineResources.pipeline(spec, names));
    }

    /**
     * Draws the pipeline as a Mermaid flowchart. Pure.
     *
     * @return stages, actions, artifacts and endpoints
     */
    public String toMermaid() {
        return Mermaid.of(spec);
    }

    /**
     * Brings the account to the description. Does nothing where there is nothing to do, and may be repeated after a
     * failure. The execution that AWS starts when it creates a pipeline is stopped.
     *
     * @param aws the account's clients
     * @param listener hears each change
     * @return the plan that was carried out
     * @throws io.mlops.apply.ApplyException if part of it failed
     * @throws io.mlops.apply.ApplyLock.HeldException if somebody else is changing the pipeline
     * @throws io.mlops.apply.StrangerException if a described name belongs to something that is not the pipeline's
     */
    public Plan apply(AwsClients aws, ApplyListener listener) {
        Names names = names(aws);
        ApplyListener serial = Apply.serial(listener);
        return new Application(aws, names, resources(names), provisioners(aws, names, serial), waiting(aws), serial)
                .run();
    }

    /**
     * Starts an execution of the applied pipeline. Uploads nothing: the source zip and the training data are the team's.
     *
     * @param aws the account's clients
     * @return the execution
     */
    public PipelineExecution start(AwsClients aws) {
        return start(aws, Map.of());
    }

    /**
     * Starts an execution of the applied pipeline, with values of its variables.
     *
     * @param aws the account's clients
     * @param variables values by name; the others keep their defaults
     * @return the execution
     */
    public PipelineExecution start(AwsClients aws, Map<String, String> variables) {
        return PipelineExecution.start(aws, clock, sleeper, spec.pipelineName(), variables);
    }

    /**
     * Waits for the execution that an upload or a push started.
     *
     * @param aws the account's clients
     * @param revision the version id that S3 gave the source zip, or the commit's id
     * @return the execution
     * @throws io.mlops.run.NotStartedException if none took it within two minutes
     */
    public PipelineExecution startedBy(AwsClients aws, String revision) {
        return PipelineExecution.startedBy(aws, clock, sleeper, spec.pipelineName(), revision);
    }

    /**
     * Looks at an execution that runs or ran.
     *
     * @param aws the account's clients
     * @param id its id
     * @return the execution
     */
    public PipelineExecution execution(AwsClients aws, String id) {
        return PipelineExecution.of(aws, clock, sleeper, spec.pipelineName(), id);
    }

    /**
     * Says where the pipeline stands: executions, stages, packages, the last lines of its builds.
     *
     * @param aws the account's clients
     * @return the status
     */
    public PipelineStatus status(AwsClients aws) {
        return new StatusReader(aws, spec, names(aws)).read();
    }

    /**
     * Approves what waits in an approval stage.
     *
     * @param aws the account's clients
     * @param stage the stage's name in the description
     * @param summary why, at most 512 characters
     * @throws io.mlops.run.Approvals.NoApprovalException if nothing waits there
     */
    public void approve(AwsClients aws, String stage, String summary) {
        new Approvals(aws, spec.pipelineName()).approve(stageName(stage), ApprovalStage.ACTION, summary);
    }

    /**
     * Rejects what waits in an approval stage; the stage fails.
     *
     * @param aws the account's clients
     * @param stage the stage's name in the description
     * @param summary why, at most 512 characters
     * @throws io.mlops.run.Approvals.NoApprovalException if nothing waits there
     */
    public void reject(AwsClients aws, String stage, String summary) {
        new Approvals(aws, spec.pipelineName()).reject(stageName(stage), ApprovalStage.ACTION, summary);
    }

    /**
     * Rolls a stage back to an execution that succeeded in it, with that one's artifacts: a new execution of type ROLLBACK.
     *
     * @param aws the account's clients
     * @param stage the stage's name in the description
     * @param toExecution the execution's id; of the pipeline's present structure, and no rollback itself
     * @return the new execution
     */
    public PipelineExecution rollBack(AwsClients aws, String stage, String toExecution) {
        return PipelineExecution.rolledBack(aws, clock, sleeper, spec.pipelineName(), stageName(stage), toExecution);
    }

    private String stageName(String stage) {
        return spec.stages().stream()
                .filter(described -> described.name().equals(stage))
                .map(Stage::stageName)
                .findFirst()
                .orElse(stage);
    }

    /**
     * Deletes everything that belongs to the pipeline, its data and models included, and looks again.
     *
     * @param aws the account's clients
     * @param listener hears what is stopped and deleted
     * @return what was deleted and what is left
     * @throws io.mlops.apply.ApplyLock.HeldException if somebody else is changing the pipeline; nothing was done
     */
    public ResidueReport destroy(AwsClients aws, ApplyListener listener) {
        return destroy(aws, DestroyOptions.everything(), listener);
    }

    /**
     * Deletes what belongs to the pipeline, and looks again.
     *
     * @param aws the account's clients
     * @param options what is deleted, as {@code DestroyOptions.everything().keepModelPackages()}
     * @param listener hears what is stopped and deleted
     * @return what was deleted and what is left
     * @throws io.mlops.apply.ApplyLock.HeldException if somebody else is changing the pipeline; nothing was done
     */
    public ResidueReport destroy(AwsClients aws, DestroyOptions options, ApplyListener listener) {
        return teardown(aws, options, listener).run();
    }

    /**
     * Says what {@link #destroy(AwsClients, DestroyOptions, ApplyListener)} would do. Changes nothing.
     *
     * @param aws the account's clients
     * @param options what is to be deleted
     * @return what would be stopped, deleted, kept and left
     */
    public DestroyPlan planDestroy(AwsClients aws, DestroyOptions options) {
        return teardown(aws, options, ApplyListener.NONE).plan();
    }

    private Teardown teardown(AwsClients aws, DestroyOptions options, ApplyListener listener) {
        Names names = names(aws);
        ApplyListener serial = Apply.serial(listener);
        return new Teardown(
                aws, spec, names, resources(names), provisioners(aws, names, serial), waiting(aws), options, serial);
    }

    private Plan plan(AwsClients aws, Names names, Provisioners provisioners) {
        return new LiveState(aws, names, provisioners).plan(resources(names));
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
