package io.mlops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.apply.ApplyException;
import io.mlops.apply.ApplyListener;
import io.mlops.apply.ApplyLock;
import io.mlops.apply.StrangerException;
import io.mlops.aws.Aws;
import io.mlops.aws.AwsClients;
import io.mlops.local.LocalAws;
import io.mlops.plan.Change;
import io.mlops.plan.ResourceId;
import io.mlops.plan.ResourceType;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;

/** Applies that die, meet, or find what is not theirs. */
class InterruptedApplyTest {
    /** How many of an apply's calls there may be at most; those beyond its last are an apply that lives. */
    private static final int CALLS = 150;
    /** Without {@code -Dmlops.campaign=true}, a few of the boundaries, others in each run of the seed. */
    private static final int SAMPLE = 6;

    @TempDir
    private Path directory;

    private LocalAws local;
    private Aws aws;
    private MlopsPipeline pipeline;

    @BeforeEach
    void start() {
        local = LocalAws.builder().directory(directory.resolve("aws")).start();
        aws = Aws.at(local.endpoint(), local.region(), local.accessKeyId(), local.secretAccessKey());
        pipeline = Descriptions.plain(Descriptions.jars(directory)).build();
    }

    @AfterEach
    void stop() {
        aws.close();
        local.close();
    }

    static Stream<Integer> boundaries() {
        return Boolean.getBoolean("mlops.campaign")
                ? IntStream.rangeClosed(1, CALLS).boxed()
                : new Random(7).ints(1, CALLS).distinct().limit(SAMPLE).boxed();
    }

    @ParameterizedTest
    @MethodSource("boundaries")
    void goesOnAfterAnApplyThatDiedAtACall(int boundary) {
        AwsClients mortal = MortalClients.dyingAt(aws, boundary);
        try {
            pipeline.apply(mortal, ApplyListener.NONE);
        } catch (RuntimeException | Error e) {
            assertThat(MortalClients.isDead(mortal)).isTrue();
            expire();
        }

        pipeline.apply(aws, ApplyListener.NONE);

        assertThat(pipeline.plan(aws).isEmpty())
                .as(pipeline.plan(aws).toString())
                .isTrue();
        assertThat(aws.codePipeline()
                        .listPipelineExecutions(r -> r.pipelineName("fraud"))
                        .pipelineExecutionSummaries())
                .hasSizeLessThanOrEqualTo(1)
                .noneMatch(execution -> execution.statusAsString().equals("InProgress"));
        assertThat(aws.iam().listRoles().roles()).hasSize(7);
        assertThat(pipeline.destroy(aws, ApplyListener.NONE).isClean()).isTrue();
        assertThat(aws.s3().listBuckets().buckets()).isEmpty();
    }

    /** The SDK asks again by itself, and must not take for a stranger's what its own first call made. */
    @ParameterizedTest
    @CsvSource({
        "iam, CreateRole",
        "logs, CreateLogGroup",
        "sagemaker, CreateModelPackageGroup",
        "codebuild, CreateProject",
        "lambda, CreateFunction",
        "codepipeline, CreatePipeline",
        "events, PutRule",
        "s3, CreateBucket"
    })
    void goesOnWhenTheAnswerToACreationIsLost(String service, String operation) {
        local.faults().on(service, operation).next(1).loseAnswer();

        pipeline.apply(aws, ApplyListener.NONE);

        assertThat(pipeline.plan(aws).isEmpty())
                .as(pipeline.plan(aws).toString())
                .isTrue();
    }

    /** A dead holder's lock runs out in time; here it is made to have. */
    private void expire() {
        if (aws.s3().listBuckets().buckets().isEmpty()) {
            return;
        }
        String bucket = aws.s3().listBuckets().buckets().get(0).name();
        boolean held = aws.s3().listObjectsV2(r -> r.bucket(bucket)).contents().stream()
                .anyMatch(object -> object.key().equals(ApplyLock.KEY));
        if (!held) {
            return;
        }
        aws.s3()
                .putObject(
                        r -> r.bucket(bucket)
                                .key(ApplyLock.KEY)
                                .metadata(Map.of("holder", "the dead", "until", Instant.EPOCH.toString())),
                        RequestBody.fromString("expired"));
    }

    @Test
    void saysWhoAppliesAlready() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Thread first = new Thread(() -> pipeline.apply(aws, event -> {
            if (event.resource().startsWith("model package group")) {
                busy.countDown();
                awaitQuietly(goOn);
            }
        }));
        first.start();
        busy.await();

        assertThatThrownBy(() -> pipeline.apply(aws, ApplyListener.NONE))
                .isInstanceOf(ApplyLock.HeldException.class)
                .hasMessageContaining("arn:aws:iam::123456789012:root, process ")
                .hasMessageContaining("nothing was changed");

        goOn.countDown();
        first.join();
        assertThat(pipeline.plan(aws).isEmpty()).isTrue();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void completesABucketWhoseMakerDiedBeforeItCouldTagIt() {
        String bucket = pipeline.names(aws).bucket();
        aws.s3().createBucket(r -> r.bucket(bucket).createBucketConfiguration(c -> c.locationConstraint("eu-west-1")));

        pipeline.apply(aws, ApplyListener.NONE);

        assertThat(pipeline.plan(aws).isEmpty()).isTrue();
    }

    @Test
    void refusesABucketThatHoldsSomebodysData() {
        String bucket = pipeline.names(aws).bucket();
        aws.s3().createBucket(r -> r.bucket(bucket).createBucketConfiguration(c -> c.locationConstraint("eu-west-1")));
        aws.s3().putObject(r -> r.bucket(bucket).key("theirs"), RequestBody.fromString("data"));

        assertThatThrownBy(() -> pipeline.apply(aws, ApplyListener.NONE))
                .isInstanceOf(StrangerException.class)
                .hasMessageContaining("bucket " + bucket + " exists and has no tag mlops:pipeline");
        assertThat(pipeline.destroy(aws, ApplyListener.NONE).left())
                .containsExactly("bucket " + bucket + " (not deleted: it has no tag mlops:pipeline)");
        assertThat(aws.s3().listObjectsV2(r -> r.bucket(bucket)).contents()).hasSize(1);
    }

    @Test
    void tellsWhyTheWorkFailedThoughTheLockCannotBeGivenUp() {
        local.faults().on("sagemaker", "CreateModelPackageGroup").fail("ResourceLimitExceeded");
        local.faults().on("s3", "DeleteObject").fail("AccessDenied", 403);

        assertThatThrownBy(() -> pipeline.apply(aws, ApplyListener.NONE))
                .isInstanceOf(ApplyException.class)
                .hasMessageContaining("model package group fraud-models: ");
    }

    @Test
    void refusesANameThatAStrangerHasBeforeAnythingIsMade() {
        aws.iam()
                .createRole(
                        r -> r.roleName("fraud-training")
                                .assumeRolePolicyDocument(
                                        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                                                + "\"Principal\":{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}"));

        assertThatThrownBy(() -> pipeline.apply(aws, ApplyListener.NONE))
                .isInstanceOf(StrangerException.class)
                .hasMessageContaining("role fraud-training exists and has no tag mlops:pipeline")
                .hasMessageContaining("nothing was changed");
        assertThat(aws.s3().listBuckets().buckets()).isEmpty();
    }

    @Test
    void deletesWhatIsNoLongerDescribedAndKeepsWhatHoldsData() {
        pipeline.apply(aws, ApplyListener.NONE);
        MlopsPipeline other = pipeline.toBuilder()
                .source(s -> s.startsOnChange(false))
                .modelPackageGroup("other-models")
                .build();

        var plan = other.plan(aws);

        assertThat(plan.of(Change.Delete.class))
                .extracting(Change::id)
                .containsExactlyInAnyOrder(
                        new ResourceId(ResourceType.EVENT_RULE, "fraud-source"),
                        new ResourceId(ResourceType.ROLE, "fraud-start"));
        assertThat(plan.of(Change.Keep.class))
                .extracting(Change::id)
                .containsExactly(new ResourceId(ResourceType.MODEL_PACKAGE_GROUP, "fraud-models"));
        other.apply(aws, ApplyListener.NONE);
        assertThat(aws.events().listRules(r -> {}).rules()).isEmpty();
        assertThat(other.plan(aws).isEmpty()).isTrue();
    }

    @Test
    void seesWhatSomebodyChangedByHand() {
        pipeline.apply(aws, ApplyListener.NONE);
        aws.logs()
                .putRetentionPolicy(
                        r -> r.logGroupName("/aws/codebuild/fraud-train").retentionInDays(1));
        aws.iam().deleteRolePolicy(r -> r.roleName("fraud-deploy").policyName("mlops"));

        assertThat(pipeline.plan(aws).of(Change.Update.class))
                .flatExtracting(Change.Update::fields)
                .extracting(field -> field.field())
                .containsExactlyInAnyOrder("retentionInDays", "PolicyDocument");
        pipeline.apply(aws, ApplyListener.NONE);
        assertThat(pipeline.plan(aws).isEmpty()).isTrue();
    }
}
