package io.mlops.contract;

/**
 * The Deploy action's {@code UserParameters}. CodePipeline's job event names neither pipeline nor execution, so they
 * come this way; everything else is in {@link DeploySettings}, since a configuration value ends at 1000 characters.
 *
 * @param schema {@value #SCHEMA}
 * @param stage the stage, which names the settings file
 * @param execution the pipeline execution's id
 */
public record DeployParameters(String schema, String stage, String execution) implements Contract {
    /** The schema that this version writes and reads. */
    public static final String SCHEMA = "mlops.deploy-parameters/1";
}
