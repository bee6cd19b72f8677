package io.mlops.contract;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the Lambda needs to put a model behind one stage's endpoint: {@code deploy-<stage>.json}. Names and limits are
 * those of SageMaker's {@code CreateEndpointConfig}, {@code CreateEndpoint} and {@code UpdateEndpoint}.
 *
 * @param schema {@value #SCHEMA}
 * @param pipeline the pipeline's name
 * @param stage the stage's name
 * @param endpointName at most 63 characters
 * @param roleArn the serving role that the model runs under
 * @param variants the production variants, 1 to 10
 * @param dataCapture what of the traffic is kept; absent where the live endpoint's setting stays
 * @param deployment how an update moves the traffic; absent for all at once without alarms
 * @param vpc the model's network; absent for SageMaker's own
 * @param networkIsolation whether the container has no network
 * @param volumeKmsKeyId the key of the instances' volumes; absent for AWS's own
 * @param pendingAllowed whether a package that nobody has approved yet may be deployed, as to a staging endpoint
 * @param kept how many old endpoint configs and models are kept to roll back to, from 0
 * @param deadlineInMinutes how long the action may take in all, 1 to 1,440: CodePipeline ends it after 24 hours
 * @param tags what everything made by the Lambda is tagged with
 */
public record DeploySettings(
        String schema,
        String pipeline,
        String stage,
        String endpointName,
        String roleArn,
        List<Variant> variants,
        @Nullable DataCapture dataCapture,
        @Nullable Deployment deployment,
        @Nullable Vpc vpc,
        boolean networkIsolation,
        @Nullable String volumeKmsKeyId,
        boolean pendingAllowed,
        int kept,
        int deadlineInMinutes,
        Map<String, String> tags)
        implements Contract {
    /** The schema that this version writes and reads. */
    public static final String SCHEMA = "mlops.deploy-settings/1";

    /** Copies the collections. */
    public DeploySettings {
        variants = Copies.of(variants);
        tags = Copies.of(tags);
    }

    /**
     * Gives the settings that make the endpoint what it is: without tags, and without what only the action goes by.
     *
     * @return a copy whose text changes with the endpoint config alone
     */
    public DeploySettings ofConfig() {
        return new DeploySettings(
                schema,
                pipeline,
                stage,
                endpointName,
                roleArn,
                variants,
                dataCapture,
                null,
                vpc,
                networkIsolation,
                volumeKmsKeyId,
                false,
                0,
                0,
                Map.of());
    }

    /**
     * A production variant: on instances, or serverless.
     *
     * @param name at most 63 characters
     * @param instanceType an ML instance type, as {@code ml.m5.large}; absent where it is serverless
     * @param initialInstanceCount from 1; 0 where it is serverless
     * @param initialVariantWeight its share of the traffic, from 0
     * @param serverless absent where it runs on instances
     * @param scaling absent where the live endpoint's stays
     * @param modelDataDownloadTimeoutInSeconds 60 to 3600; absent for SageMaker's default
     * @param containerStartupHealthCheckTimeoutInSeconds 60 to 3600; absent for SageMaker's default
     */
    public record Variant(
            String name,
            @Nullable String instanceType,
            int initialInstanceCount,
            double initialVariantWeight,
            @Nullable Serverless serverless,
            @Nullable Scaling scaling,
            @Nullable Integer modelDataDownloadTimeoutInSeconds,
            @Nullable Integer containerStartupHealthCheckTimeoutInSeconds) {}

    /**
     * A variant without instances ({@code ProductionVariantServerlessConfig}).
     *
     * @param memorySizeInMB 1024 to 6144, in steps of 1024
     * @param maxConcurrency 1 to 200
     * @param provisionedConcurrency 1 to 200, at most {@code maxConcurrency}; absent for none
     */
    public record Serverless(
            int memorySizeInMB,
            int maxConcurrency,
            @Nullable Integer provisionedConcurrency) {}

    /**
     * Target tracking by Application Auto Scaling on {@code SageMakerVariantInvocationsPerInstance}.
     *
     * @param minCapacity the fewest instances, from 1
     * @param maxCapacity the most instances
     * @param invocationsPerInstance the target, invocations a minute for each instance, above 0
     * @param scaleInCooldownInSeconds from 0
     * @param scaleOutCooldownInSeconds from 0
     */
    public record Scaling(
            int minCapacity,
            int maxCapacity,
            double invocationsPerInstance,
            int scaleInCooldownInSeconds,
            int scaleOutCooldownInSeconds) {}

    /**
     * What of the traffic is kept ({@code DataCaptureConfig}).
     *
     * @param initialSamplingPercentage 0 to 100
     * @param destinationS3Uri at most 512 characters
     * @param captureModes {@code Input}, {@code Output}
     * @param csvContentTypes bodies of these types are written as they are; of no listed type, in Base64
     * @param jsonContentTypes likewise
     * @param kmsKeyId the key of what is written; absent for the bucket's own
     */
    public record DataCapture(
            int initialSamplingPercentage,
            String destinationS3Uri,
            List<String> captureModes,
            List<String> csvContentTypes,
            List<String> jsonContentTypes,
            @Nullable String kmsKeyId) {
        /** Copies the collections. */
        public DataCapture {
            captureModes = Copies.of(captureModes);
            csvContentTypes = Copies.of(csvContentTypes);
            jsonContentTypes = Copies.of(jsonContentTypes);
        }
    }

    /**
     * How an update moves the traffic ({@code DeploymentConfig}).
     *
     * @param strategy the way
     * @param size of the canary, 1 to 50 % of the capacity; of a linear step, 10 to 50 %; of a rolling batch, 5 to 50 %;
     *     absent for all at once
     * @param waitIntervalInSeconds the bake between steps, 0 to 3600
     * @param terminationWaitInSeconds how long the old fleet stays, 0 to 3600; 0 for rolling
     * @param maximumExecutionTimeoutInSeconds 600 to 28,800, more than all waits
     * @param rollbackAlarms names of the team's own alarms
     * @param configAlarms alarms that the Lambda makes for the new config; with the others 10 at most
     */
    public record Deployment(
            Strategy strategy,
            @Nullable CapacitySize size,
            int waitIntervalInSeconds,
            int terminationWaitInSeconds,
            int maximumExecutionTimeoutInSeconds,
            List<String> rollbackAlarms,
            List<ConfigAlarm> configAlarms) {
        /** Copies the collections. */
        public Deployment {
            rollbackAlarms = Copies.of(rollbackAlarms);
            configAlarms = Copies.of(configAlarms);
        }
    }

    /** The ways to move the traffic. */
    public enum Strategy {
        /** All of it when the new fleet is healthy. */
        ALL_AT_ONCE,
        /** A part first, after a bake the rest. */
        CANARY,
        /** In equal steps, with a bake after each. */
        LINEAR,
        /** In batches that replace the old instances; needs no second fleet. */
        ROLLING
    }

    /**
     * A part of a fleet.
     *
     * @param type {@code INSTANCE_COUNT} or {@code CAPACITY_PERCENT}
     * @param value from 1
     */
    public record CapacitySize(String type, int value) {}

    /**
     * An alarm on one of an endpoint's metrics for the new config alone: namespace {@code AWS/SageMaker}, dimensions
     * {@code EndpointName}, {@code VariantName} and {@code EndpointConfigName}; missing data is not breaching.
     *
     * @param metric as {@code Invocation5XXErrors} or {@code ModelLatency}, which is in microseconds
     * @param statistic {@code Average}, {@code Sum}, {@code Maximum}, or a percentile as {@code p99}
     * @param threshold it fires above this
     * @param periodInSeconds 10, 30 or a multiple of 60
     * @param evaluationPeriods how many periods in a row, from 1
     */
    public record ConfigAlarm(
            String metric, String statistic, double threshold, int periodInSeconds, int evaluationPeriods) {}
}
