package io.mlops;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.apply.ApplyException;
import io.mlops.apply.ApplyListener;
import io.mlops.apply.ApplyLock;
import io.mlops.apply.StrangerException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

/** Runs {@code docs/plan.md}. */
class PlanPageTest extends PageTest {
    private MlopsPipeline pipeline;

    PlanPageTest() {
        super("plan.md");
    }

    @BeforeEach
    void describe() {
        pipeline = PageDescriptions.fraud(jars).build();
    }

    @Test
    void plansAndApplies() throws IOException {
        program("PlanAndApply");
        Files.writeString(directory.resolve("pipeline.json"), pipeline.toJson());

        Command.Output planned = run("plan");
        page.shows("plan", planned.text());
        assertThat(planned.status()).isEqualTo(1);
        page.shows("apply", shell("apply"));
        System.out.println(pipeline.plan(aws));
        shows("unchanged");
    }

    @Test
    void changesAndMends() {
        pipeline.apply(aws, ApplyListener.NONE);

        MlopsPipeline larger = pipeline.toBuilder()
                .training(t -> t.instanceType("ml.m5.xlarge"))
                .source(s -> s.startsOnChange(false))
                .modelPackageGroup("fraud-models-2")
                .build();
        System.out.println(larger.plan(aws));
        shows("change");

        aws.logs()
                .putRetentionPolicy(
                        r -> r.logGroupName("/aws/codebuild/fraud-train").retentionInDays(1));
        System.out.println(pipeline.plan(aws));
        shows("drift");
        pipeline.apply(aws, ApplyListener.NONE);
        assertThat(pipeline.plan(aws).isEmpty()).isTrue();
    }

    @Test
    void leavesAlone() {
        aws.logs().createLogGroup(r -> r.logGroupName("/aws/lambda/fraud-deploy"));
        try {
            pipeline.apply(aws, System.out::println);
        } catch (StrangerException e) {
            System.out.println(e.getMessage());
        }

        shows("stranger");
        assertThat(aws.s3().listBuckets().buckets()).isEmpty();
    }

    @Test
    void waitsForNobody() {
        pipeline.apply(aws, ApplyListener.NONE);
        aws.logs().deleteLogGroup(r -> r.logGroupName("/aws/lambda/fraud-deploy"));
        aws.s3()
                .putObject(
                        r -> r.bucket(pipeline.names(aws).bucket())
                                .key(ApplyLock.KEY)
                                .metadata(Map.of(
                                        "holder",
                                        "arn:aws:sts::123456789012:assumed-role/ci/release, process 4711",
                                        "until",
                                        Instant.now().plusSeconds(60).toString())),
                        RequestBody.empty());

        try {
            pipeline.apply(aws, System.out::println);
        } catch (ApplyLock.HeldException e) {
            System.out.println(e.getMessage());
        }

        shows("held");
    }

    @Test
    void goesOn() {
        local.faults().on("lambda", "CreateFunction").next(1).fail("CodeStorageExceededException");

        try {
            pipeline.apply(aws, event -> {});
        } catch (ApplyException e) {
            System.out.println(e.getMessage());
        }
        pipeline.apply(aws, event -> {});
        System.out.println(pipeline.plan(aws).isEmpty());

        shows("failure");
    }
}
