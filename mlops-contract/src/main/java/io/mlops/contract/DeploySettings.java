package io.mlops.contract;

import java.util.List;
import java.util.Map;

/**
 * What the Lambda needs to put a model behind one stage's endpoint: {@code deploy-<stage>.json}. Names and limits are
 * those of SageMaker's {@code CreateEndpointConfig} and {@code CreateEndpoint}.
 *
 * @param schema {@value #SCHEMA}
 * @param pipeline the pipeline's name
 * @param stage the stage's name
 * @param endpointName at most 63 characters
 * @param roleArn the serving role that the model runs under
 * @param variants the production variants, from 1
 * @param tags what everything made by the Lambda is tagged with
 */
public record DeploySettings(
        String schema,
        String pipeline,
        String stage,
        String endpointName,
        String roleArn,
        List<Variant> variants,
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
     * A production variant.
     *
     * @param name at most 63 characters
     * @param instanceType an ML instance type, as {@code ml.m5.large}
     * @param initialInstanceCount from 1
     */
    public record Variant(String name, String instanceType, int initialInstanceCount) {}
}
