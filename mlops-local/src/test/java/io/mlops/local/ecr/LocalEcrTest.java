package io.mlops.local.ecr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.local.HeldCloud;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.Tag;
import software.amazon.awssdk.services.ecr.model.TooManyTagsException;

class LocalEcrTest {
    private static final String REGISTRY = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/";

    @TempDir
    private Path directory;

    private HeldCloud cloud;
    private EcrClient ecr;

    @BeforeEach
    void start() {
        cloud = new HeldCloud(
                directory,
                Map.of(
                        REGISTRY + "trainer:1", List.of("java"),
                        REGISTRY + "trainer", List.of("java"),
                        REGISTRY + "trainer2:1", List.of("java")));
        ecr = cloud.client(EcrClient.class);
        ecr.createRepository(r -> r.repositoryName("trainer"));
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    @Test
    void holdsTheImagesThatHaveCommands() {
        List<ImageDetail> images =
                ecr.describeImages(r -> r.repositoryName("trainer")).imageDetails();

        assertThat(images).flatExtracting(ImageDetail::imageTags).containsExactlyInAnyOrder("1", "latest");
        assertThat(images)
                .extracting(ImageDetail::imageDigest)
                .doesNotHaveDuplicates()
                .allMatch(digest -> digest.matches("sha256:[0-9a-f]{64}"));
    }

    @Test
    void refusesMoreThanFiftyTags() {
        List<Tag> many = IntStream.range(0, 51)
                .mapToObj(i -> Tag.builder().key("k" + i).value("v").build())
                .toList();

        assertThatThrownBy(() ->
                        ecr.createRepository(r -> r.repositoryName("other").tags(many)))
                .isInstanceOf(TooManyTagsException.class);
        String arn = ecr.createRepository(r -> r.repositoryName("other").tags(many.subList(0, 50)))
                .repository()
                .repositoryArn();
        assertThatThrownBy(() -> ecr.tagResource(r -> r.resourceArn(arn).tags(many.get(50))))
                .isInstanceOf(TooManyTagsException.class);
    }
}
