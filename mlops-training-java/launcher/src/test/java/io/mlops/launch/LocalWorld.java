package io.mlops.launch;

import io.mlops.contract.ArtifactFiles;
import io.mlops.contract.ContractJson;
import io.mlops.contract.TrainingSettings;
import io.mlops.local.LocalAws;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;

/**
 * The emulator with a versioned bucket of data, a role and a model package group, an image that stands for AWS's scikit-learn
 * image and one whose command is a script; and the launcher as CodeBuild starts it, a process of its own.
 */
final class LocalWorld implements AutoCloseable {
    static final String SCIKIT_LEARN =
            "141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3";
    static final String SCRIPT = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/script:1";
    static final String BUCKET = "fraud-123456789012-eu-west-1";

    final LocalAws aws;
    final SageMakerClient sageMaker;
    final S3Client s3;
    /** The source that CodeBuild has unpacked. */
    final Path source;

    private final Path directory;

    LocalWorld(Path directory) throws IOException {
        this.directory = directory;
        this.source = Files.createDirectory(directory.resolve("source"));
        this.aws = LocalAws.builder()
                .directory(directory.resolve("aws"))
                .image(SCIKIT_LEARN, java(ToolkitContainer.class))
                .image(SCRIPT, List.of("sh", directory.resolve("container.sh").toString()))
                .start();
        this.sageMaker = aws.client(SageMakerClient.class);
        this.s3 = aws.client(S3Client.class);
        IamClient iam = aws.client(IamClient.class);
        iam.createRole(role -> role.roleName("training")
                .assumeRolePolicyDocument(
                        "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"sagemaker.amazonaws.com\"},"
                                + "\"Action\":\"sts:AssumeRole\"}]}"));
        iam.attachRolePolicy(
                role -> role.roleName("training").policyArn("arn:aws:iam::aws:policy/AdministratorAccess"));
        s3.createBucket(bucket -> bucket.bucket(BUCKET));
        s3.putBucketVersioning(bucket -> bucket.bucket(BUCKET)
                .versioningConfiguration(versions -> versions.status(BucketVersioningStatus.ENABLED)));
        s3.putObject(object -> object.bucket(BUCKET).key("training-data/a.csv"), RequestBody.fromString("1,2\n"));
        sageMaker.createModelPackageGroup(group -> group.modelPackageGroupName("fraud-models"));
    }

    static List<String> java(Class<?> program) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName());
    }

    ExampleSettings settings(String image) {
        ExampleSettings settings = new ExampleSettings();
        settings.bucket = BUCKET;
        settings.image = image;
        settings.roleArn = "arn:aws:iam::123456789012:role/training";
        return settings;
    }

    /** Writes what the image {@link #SCRIPT} runs. */
    void container(String script) throws IOException {
        Files.writeString(directory.resolve("container.sh"), script);
    }

    Path output() {
        return directory.resolve("launcher.log");
    }

    /** Starts the launcher with a build's environment; its output goes to {@link #output}. */
    Process launch(TrainingSettings settings) throws IOException {
        Path file = Files.writeString(directory.resolve(ArtifactFiles.TRAINING_SETTINGS), ContractJson.write(settings));
        List<String> command = new ArrayList<>(java(LaunchCommand.class));
        command.addAll(List.of("--settings", file.toString(), "--output", directory.toString()));
        ProcessBuilder launcher =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output().toFile());
        launcher.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        launcher.environment()
                .putAll(Map.of(
                        "MLOPS_EXECUTION_ID", "e1",
                        "CODEBUILD_BUILD_ID", "fraud-train:1",
                        "CODEBUILD_RESOLVED_SOURCE_VERSION", "v1",
                        "CODEBUILD_SRC_DIR", source.toString(),
                        "AWS_ENDPOINT_URL", aws.endpoint().toString(),
                        "AWS_REGION", aws.region(),
                        "AWS_ACCESS_KEY_ID", aws.accessKeyId(),
                        "AWS_SECRET_ACCESS_KEY", aws.secretAccessKey()));
        return launcher.start();
    }

    String printed() throws IOException {
        return Files.readString(output());
    }

    @Override
    public void close() {
        aws.close();
    }
}
