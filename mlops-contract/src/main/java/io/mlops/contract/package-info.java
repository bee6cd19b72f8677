/**
 * What crosses a process border: the files and parameters that the pipeline's steps hand to one another.
 *
 * <p>Core writes {@link io.mlops.contract.TrainingSettings}, {@link io.mlops.contract.TestSettings} and {@link
 * io.mlops.contract.DeploySettings} into the {@code Settings} artifact and {@link io.mlops.contract.DeployParameters}
 * into the pipeline; the launcher, the harness and the Lambda read them and write {@link io.mlops.contract.Evaluation}
 * and {@link io.mlops.contract.TestResults}. Every JSON file carries {@code schema}; {@link
 * io.mlops.contract.ContractJson} is the one reader and writer.
 */
@NullMarked
package io.mlops.contract;

import org.jspecify.annotations.NullMarked;
