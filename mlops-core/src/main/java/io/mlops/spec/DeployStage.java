package io.mlops.spec;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stage that puts the tested model behind an endpoint.
 *
 * @param name at most 40 lower-case letters, digits and single dashes; it names the settings file
 * @param endpoint the endpoint's name, at most 63 characters, unique in the pipeline
 * @param variants 1 to 10, names unique
 * @param dataCapture absent where nothing is kept
 * @param deployment how an update moves the traffic
 * @param vpc the model's network; absent for SageMaker's own
 * @param networkIsolation whether the container has no network
 * @param volumeKmsKey the key of the instances' volumes; empty for AWS's own
 * @param pendingAllowed whether a package that nobody has approved yet may be deployed
 * @param kept how many old configs and models are kept to roll back to, 0 to 100
 * @param deadline how long the action may take in all, at most 24 hours
 */
public record DeployStage(
        String name,
        String endpoint,
        List<Variant> variants,
        @Nullable DataCapture dataCapture,
        Deployment deployment,
        @Nullable Vpc vpc,
        boolean networkIsolation,
        String volumeKmsKey,
        boolean pendingAllowed,
        int kept,
        Duration deadline)
        implements Stage {
    /** Copies the variants. */
    public DeployStage {
        variants = List.copyOf(variants);
    }

    @Override
    public String stageName() {
        return "Deploy-" + name;
    }
}
