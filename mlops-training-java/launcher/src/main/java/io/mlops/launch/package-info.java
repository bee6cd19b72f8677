/**
 * The Train stage's step in CodeBuild: packs the team's script, starts the SageMaker training job, follows it to its end,
 * registers its model.
 *
 * <p>{@link io.mlops.launch.LaunchCommand} is the program; {@link io.mlops.launch.Launch} is the flow. It reads {@link
 * io.mlops.contract.TrainingSettings} and writes {@link io.mlops.contract.ArtifactFiles#MODEL_PACKAGE_ARN} and {@link
 * io.mlops.contract.ArtifactFiles#EVALUATION}. What comes before the job is in {@code Preparation}, how a framework image
 * learns of a script in {@code ScriptMode}, what the package says of its model in {@code ModelPackageRequest}.
 */
@NullMarked
package io.mlops.launch;

import org.jspecify.annotations.NullMarked;
