package io.mlops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.apply.ApplyListener;
import io.mlops.teardown.DestroyOptions;
import io.mlops.teardown.TeardownIncompleteException;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs {@code docs/destroy.md}. */
class DestroyPageTest extends PageTest {
    private MlopsPipeline pipeline;

    DestroyPageTest() {
        super("destroy.md");
    }

    @BeforeEach
    void apply() {
        pipeline = PageDescriptions.fraud(jars).build();
        pipeline.apply(aws, ApplyListener.NONE);
    }

    @Test
    void deletesAndReports() throws IOException {
        program("Destroy");
        Files.writeString(directory.resolve("pipeline.json"), pipeline.toJson());

        page.shows("destroy", shell("destroy"));
    }

    @Test
    void saysWhatItWouldDelete() {
        System.out.println(pipeline.planDestroy(aws, DestroyOptions.everything()));

        shows("plan");
        assertThat(pipeline.plan(aws).isEmpty()).isTrue();
    }

    @Test
    void keepsModelPackagesIfAsked() {
        System.out.println(pipeline.destroy(aws, DestroyOptions.everything().keepModelPackages(), event -> {}));

        shows("keep");
    }

    @Test
    void leavesAStranger() {
        aws.codePipeline()
                .untagResource(r -> r.resourceArn("arn:aws:codepipeline:eu-west-1:123456789012:fraud")
                        .tagKeys("mlops:pipeline"));
        System.out.println(pipeline.destroy(aws, event -> {}));

        shows("stranger");
    }

    @Test
    void saysWhatCouldNotBeDeleted() {
        local.faults().on("s3", "DeleteBucket").next(1).fail("AccessDenied", 403);

        System.out.println(pipeline.destroy(aws, event -> {}));
        shows("failed");

        local.faults().on("s3", "DeleteBucket").next(1).fail("AccessDenied", 403);
        assertThatThrownBy(() -> pipeline.destroy(aws, event -> {}).requireClean())
                .isInstanceOf(TeardownIncompleteException.class);
        pipeline.destroy(aws, event -> {}).requireClean();
        assertThat(aws.s3().listBuckets().buckets()).isEmpty();
    }
}
