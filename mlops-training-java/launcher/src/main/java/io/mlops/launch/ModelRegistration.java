package io.mlops.launch;

import io.mlops.contract.ModelPackageArn;
import io.mlops.contract.TrainingSettings;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.CreateModelPackageRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelPackageResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrainingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.ModelPackageStatus;

/** Registers a training job's model as a package that waits for its approval, with where it came from. */
final class ModelRegistration {
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final SageMakerClient sageMaker;
    private final S3Objects s3;
    private final Polling polling;
    private final PrintStream out;
    private final TrainingSettings settings;
    private final ModelPackageRequest requests;

    ModelRegistration(
            SageMakerClient sageMaker,
            S3Objects s3,
            Polling polling,
            PrintStream out,
            TrainingSettings settings,
            LaunchEnvironment environment) {
        this.sageMaker = sageMaker;
        this.s3 = s3;
        this.polling = polling;
        this.out = out;
        this.settings = settings;
        this.requests = new ModelPackageRequest(settings, environment, out);
    }

    /**
     * Puts what the package refers to into S3, registers the model and waits until SageMaker has completed the package.
     * Idempotent: the same execution and training job give the same package ({@code ClientToken}).
     *
     * @throws LaunchFailedException if the package fails, is not completed within ten minutes, or S3 refuses a file
     */
    ModelPackageArn register(DescribeTrainingJobResponse job, Preparation prepared, ModelFindings findings) {
        S3Uri directory = S3Uri.parse("outputS3Uri", settings.outputS3Uri())
                .resolve(job.trainingJobName())
                .resolve("package");
        String modelData = modelData(job.modelArtifacts().s3ModelArtifacts(), prepared, directory);
        PackageFiles files = PackageFiles.put(findings, directory, s3);
        return register(requests.of(job, prepared, findings, files, modelData));
    }

    /** Gives the model's archive; for a script that serves too, one that holds the script. */
    private String modelData(String trained, Preparation prepared, S3Uri directory) {
        if (prepared.scriptMode().filter(ScriptMode::serves).isEmpty()) {
            return trained;
        }
        S3Uri model = directory.resolve("model.tar.gz");
        prepared.script()
                .ifPresent(script ->
                        new ModelRepack(s3).repack(S3Uri.parse("ModelArtifacts", trained), script.source(), model));
        return model.toString();
    }

    private ModelPackageArn register(CreateModelPackageRequest request) {
        String arn = sageMaker.createModelPackage(request).modelPackageArn();
        Instant deadline = polling.clock().instant().plus(LONGEST);
        Polling.Pauses pauses = polling.begin();
        PassingFailures looks = new PassingFailures(polling, out);
        while (true) {
            Optional<DescribeModelPackageResponse> seen = looks.look(
                    "model package " + arn,
                    () -> sageMaker.describeModelPackage(describe -> describe.modelPackageName(arn)));
            if (seen.filter(described -> isCompleted(arn, described)).isPresent()) {
                return ModelPackageArn.parse(arn);
            }
            if (polling.clock().instant().isAfter(deadline)) {
                throw new LaunchFailedException("model package " + arn + " is still "
                        + seen.map(DescribeModelPackageResponse::modelPackageStatusAsString)
                                .orElse("not to be seen")
                        + " after " + LONGEST.toMinutes() + " minutes; retry the stage");
            }
            pauses.pause();
        }
    }

    private static boolean isCompleted(String arn, DescribeModelPackageResponse described) {
        if (described.modelPackageStatus() == ModelPackageStatus.FAILED) {
            throw new LaunchFailedException("model package " + arn + " is Failed: " + details(described));
        }
        return described.modelPackageStatus() == ModelPackageStatus.COMPLETED;
    }

    private static String details(DescribeModelPackageResponse described) {
        return described.modelPackageStatusDetails() == null
                ? "no details"
                : described.modelPackageStatusDetails().toString();
    }
}
