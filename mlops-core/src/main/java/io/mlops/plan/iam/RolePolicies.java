package io.mlops.plan.iam;

import io.mlops.spec.Names;
import io.mlops.spec.PipelineSpec;

/**
 * Writes each actor's policy. A resource is {@code *} only where the service takes nothing else: {@code
 * lambda:ListFunctions}, CodePipeline's job results, {@code ecr:GetAuthorizationToken}, {@code cloudwatch:PutMetricData},
 * EC2's network interfaces, scaling's Describe operations and SageMaker's List operations (service authorization reference).
 */
public final class RolePolicies {
    private final Grants grants;

    /**
     * Makes the policies of one pipeline.
     *
     * @param spec the description
     * @param names the derived names
     */
    public RolePolicies(PipelineSpec spec, Names names) {
        this.grants = new Grants(spec, names);
    }

    /**
     * Writes an actor's policy.
     *
     * @param actor the actor
     * @return at most 10,240 characters of JSON, which is what a role's inline policies may have
     */
    public PolicyDocument of(Actor actor) {
        return new PolicyDocument(
                switch (actor) {
                    case PIPELINE -> new PipelinePolicies(grants).pipeline();
                    case START -> new PipelinePolicies(grants).start();
                    case TRAIN_BUILD -> new BuildPolicies(grants).train();
                    case TEST_BUILD -> new BuildPolicies(grants).test();
                    case TRAINING -> new ModelPolicies(grants).training();
                    case SERVING -> new ModelPolicies(grants).serving();
                    case DEPLOY -> new DeployPolicy(grants).statements();
                });
    }
}
