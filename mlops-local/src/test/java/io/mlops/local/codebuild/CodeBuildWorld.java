package io.mlops.local.codebuild;

import io.mlops.local.LocalAws;
import io.mlops.local.LocalAwsBuilder;
import io.mlops.local.Sdk;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.codebuild.model.ArtifactsType;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.BuildPhase;
import software.amazon.awssdk.services.codebuild.model.BuildPhaseType;
import software.amazon.awssdk.services.codebuild.model.ComputeType;
import software.amazon.awssdk.services.codebuild.model.CreateProjectRequest;
import software.amazon.awssdk.services.codebuild.model.EnvironmentType;
import software.amazon.awssdk.services.codebuild.model.SourceType;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/** An emulator with a role for CodeBuild, a bucket, and unmodified clients. */
final class CodeBuildWorld implements AutoCloseable {
    static final String ROLE = "arn:aws:iam::123456789012:role/build";

    final LocalAws aws;
    final CodeBuildClient codebuild;
    final S3Client s3;
    final CloudWatchLogsClient logs;

    CodeBuildWorld(Path directory) {
        this(LocalAws.builder().directory(directory));
    }

    CodeBuildWorld(LocalAwsBuilder settings) {
        aws = settings.start();
        codebuild = Sdk.client(aws, CodeBuildClient.builder());
        s3 = Sdk.client(aws, S3Client.builder());
        logs = Sdk.client(aws, CloudWatchLogsClient.builder());
        Sdk.makeAdministrator(Sdk.client(aws, IamClient.builder()), "build", trust("codebuild.amazonaws.com"));
        s3.createBucket(r -> r.bucket("artifacts"));
        s3.putBucketVersioning(
                r -> r.bucket("artifacts").versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)));
    }

    static String trust(String service) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\""
                + service + "\"},\"Action\":\"sts:AssumeRole\"}]}";
    }

    static CreateProjectRequest.Builder project(String name, String... buildspec) {
        return CreateProjectRequest.builder()
                .name(name)
                .source(s -> s.type(SourceType.NO_SOURCE).buildspec(String.join("\n", buildspec)))
                .artifacts(a -> a.type(ArtifactsType.NO_ARTIFACTS))
                .environment(e -> e.type(EnvironmentType.LINUX_CONTAINER)
                        .image("aws/codebuild/standard:7.0")
                        .computeType(ComputeType.BUILD_GENERAL1_SMALL))
                .serviceRole(ROLE);
    }

    /** Makes a project of the buildspec and runs a build of it to its end. */
    Build run(String... buildspec) {
        codebuild.createProject(project("demo", buildspec).build());
        return ended(codebuild.startBuild(r -> r.projectName("demo")).build().id());
    }

    Build get(String id) {
        return codebuild.batchGetBuilds(r -> r.ids(id)).builds().get(0);
    }

    Build ended(String id) {
        Instant late = Instant.now().plus(Duration.ofSeconds(20));
        Build build = get(id);
        while (!build.buildComplete()) {
            if (Instant.now().isAfter(late)) {
                throw new AssertionError("the build has not ended: " + build);
            }
            pause();
            build = get(id);
        }
        return build;
    }

    static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(10);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static BuildPhase phase(Build build, BuildPhaseType type) {
        return build.phases().stream()
                .filter(phase -> phase.phaseType() == type)
                .findFirst()
                .orElseThrow();
    }

    List<String> log(Build build) {
        return logs
                .getLogEvents(r -> r.logGroupName(build.logs().groupName())
                        .logStreamName(build.logs().streamName())
                        .startFromHead(true))
                .events()
                .stream()
                .map(OutputLogEvent::message)
                .toList();
    }

    @Override
    public void close() {
        aws.close();
    }
}
