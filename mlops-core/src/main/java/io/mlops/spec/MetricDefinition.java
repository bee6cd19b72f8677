package io.mlops.spec;

/**
 * A metric that SageMaker reads from the training job's log.
 *
 * @param name 1 to 255 characters, as {@code validation:roc_auc}
 * @param regex 1 to 500 characters with one capture group, as {@code validation:roc_auc=([0-9.]+);}
 */
public record MetricDefinition(String name, String regex) {}
