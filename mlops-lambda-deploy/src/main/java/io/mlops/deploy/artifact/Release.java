package io.mlops.deploy.artifact;

import io.mlops.contract.ArtifactFiles;
import io.mlops.contract.Artifacts;
import io.mlops.contract.ContractJson;
import io.mlops.contract.DeployParameters;
import io.mlops.contract.DeploySettings;
import io.mlops.contract.ModelPackageArn;
import io.mlops.contract.TestResults;
import io.mlops.deploy.job.JobFailedException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.codepipeline.model.FailureType;

/**
 * What is to be put behind which endpoint: a model package that passed its test, and the stage's settings.
 *
 * @param modelPackageArn the tested package
 * @param settings the stage's settings
 * @param execution the pipeline execution's id
 * @param results what the test found
 */
public record Release(ModelPackageArn modelPackageArn, DeploySettings settings, String execution, TestResults results) {
    /** The stage becomes part of a file's name and of a tag. */
    private static final Pattern STAGE = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_-]{0,99}");

    /**
     * Reads a release from the job's artifacts.
     *
     * @param reader the artifacts
     * @param parameters the action's parameters
     * @return the release
     * @throws JobFailedException if the test did not pass, judged another package, or the settings are not acceptable
     * @throws io.mlops.contract.InvalidContractException if a file is not what its schema says
     */
    public static Release read(ArtifactReader reader, DeployParameters parameters) {
        if (!STAGE.matcher(parameters.stage()).matches()) {
            throw new JobFailedException(
                    FailureType.CONFIGURATION_ERROR,
                    "UserParameters: field stage: got a text of "
                            + parameters.stage().length()
                            + " characters; accepted are 1 to 100 letters, digits, dashes and underscores");
        }
        Map<String, String> tested =
                reader.read(Artifacts.TEST_OUTPUT, Set.of(ArtifactFiles.MODEL_PACKAGE_ARN, ArtifactFiles.TEST_RESULTS));
        ModelPackageArn arn = ModelPackageArn.parse(text(tested, ArtifactFiles.MODEL_PACKAGE_ARN));
        TestResults results = ContractJson.read(
                TestResults.class, ArtifactFiles.TEST_RESULTS, text(tested, ArtifactFiles.TEST_RESULTS));
        requirePassed(arn, results);
        String file = ArtifactFiles.deploySettings(parameters.stage());
        DeploySettings settings = ContractJson.read(
                DeploySettings.class, file, text(reader.read(Artifacts.SETTINGS, Set.of(file)), file));
        requireValid(file, settings, parameters);
        return new Release(arn, settings, parameters.execution(), results);
    }

    /**
     * Refuses a package of another partition, region or account: it is not what this pipeline trained.
     *
     * @param region the function's region
     * @param accountId the pipeline's account
     * @throws JobFailedException if the package is from elsewhere
     */
    public void requireFrom(String region, String accountId) {
        String partition = Region.of(region).metadata() == null
                ? "aws"
                : Region.of(region).metadata().partition().id();
        if (!modelPackageArn.partition().equals(partition)
                || !modelPackageArn.region().equals(region)
                || !modelPackageArn.accountId().equals(accountId)) {
            throw new JobFailedException(
                    FailureType.CONFIGURATION_ERROR,
                    "model package ARN: got " + modelPackageArn + "; accepted are packages of partition " + partition
                            + ", region " + region + " and account " + accountId + ", where the pipeline runs");
        }
    }

    private static void requirePassed(ModelPackageArn arn, TestResults results) {
        if (!results.modelPackageArn().equals(arn.toString())) {
            throw new JobFailedException(
                    FailureType.CONFIGURATION_ERROR,
                    ArtifactFiles.TEST_RESULTS + ": field modelPackageArn: got \"" + results.modelPackageArn()
                            + "\"; accepted is " + arn + ", which " + ArtifactFiles.MODEL_PACKAGE_ARN
                            + " names; run the Test stage again");
        }
        if (results.status() != TestResults.Status.PASSED) {
            throw new JobFailedException(
                    FailureType.JOB_FAILED, "model package " + arn + " did not pass its test: " + results.reason());
        }
    }

    private static void requireValid(String file, DeploySettings settings, DeployParameters parameters) {
        List<String> problems = SettingsRules.problems(settings, parameters.stage());
        if (!problems.isEmpty()) {
            throw new JobFailedException(FailureType.CONFIGURATION_ERROR, file + ": " + String.join("; ", problems));
        }
    }

    private static String text(Map<String, String> files, String name) {
        return files.getOrDefault(name, "");
    }
}
