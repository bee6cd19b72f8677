package io.mlops.local.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/** S3 as the unmodified AWS CLI sees it, where there is one. */
class AwsCliS3Test extends S3Bed {
    private String aws(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("aws"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "PATH", path(),
                        "HOME", directory.toString(),
                        "AWS_ENDPOINT_URL", aws.endpoint().toString(),
                        "AWS_ACCESS_KEY_ID", aws.accessKeyId(),
                        "AWS_SECRET_ACCESS_KEY", aws.secretAccessKey(),
                        "AWS_DEFAULT_REGION", aws.region(),
                        "AWS_CONFIG_FILE", "/nonexistent",
                        "AWS_SHARED_CREDENTIALS_FILE", "/nonexistent",
                        "AWS_EC2_METADATA_DISABLED", "true",
                        "AWS_PAGER", ""));
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private static String path() {
        String path = System.getenv("PATH");
        return path == null ? "" : path;
    }

    private static boolean isAbsent() {
        return Arrays.stream(path().split(File.pathSeparator))
                .noneMatch(folder -> Files.isExecutable(Path.of(folder, "aws")));
    }

    @Test
    @Timeout(120)
    void worksWithTheAwsCli() throws IOException, InterruptedException {
        if (isAbsent()) {
            System.out.println("the AWS CLI is not on the PATH: S3 was not tried with it");
            return;
        }
        byte[] content = new byte[20 << 20];
        new Random(1).nextBytes(content);
        Path up = Files.write(directory.resolve("up.bin"), content);

        aws("s3", "mb", "s3://crate");
        aws("s3", "cp", "up.bin", "s3://crate/dir/large ä.bin");
        assertThat(aws("s3", "ls", "s3://crate/dir/")).contains("20971520 large ä.bin");
        aws("s3", "cp", "s3://crate/dir/large ä.bin", "down.bin");
        aws("s3", "rm", "s3://crate", "--recursive");

        assertThat(directory.resolve("down.bin")).hasSameBinaryContentAs(up);
        assertThat(aws("s3", "ls", "s3://crate")).isEmpty();
        aws("s3", "rb", "s3://crate");
        version(BucketVersioningStatus.ENABLED);
        put("a", "1");
        assertThat(aws("s3api", "list-object-versions", "--bucket", BOX, "--query", "Versions[].Key"))
                .contains("\"a\"");
    }
}
