package io.mlops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.apply.ApplyListener;
import io.mlops.apply.ApplyLock;
import io.mlops.aws.Aws;
import io.mlops.aws.AwsClients;
import io.mlops.contract.TagKeys;
import io.mlops.local.LocalAws;
import io.mlops.teardown.DestroyOptions;
import io.mlops.teardown.DestroyPlan;
import io.mlops.teardown.ResidueReport;
import io.mlops.teardown.TeardownIncompleteException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sagemaker.model.DeleteMonitoringScheduleRequest;
import software.amazon.awssdk.services.sagemaker.model.DeleteMonitoringScheduleResponse;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;
import software.amazon.awssdk.services.sagemaker.model.ListMonitoringSchedulesRequest;
import software.amazon.awssdk.services.sagemaker.model.ListMonitoringSchedulesResponse;
import software.amazon.awssdk.services.sagemaker.model.ModelPackageContainerDefinition;
import software.amazon.awssdk.services.sagemaker.model.MonitoringScheduleSummary;

/** What destroy takes, keeps, says before, and says after. */
@Timeout(120)
class DestroyTest {
    @TempDir
    private Path directory;

    private LocalAws local;
    private Aws aws;
    private MlopsPipeline pipeline;
    private String bucket;

    @BeforeEach
    void apply() {
        local = LocalAws.builder()
                .directory(directory.resolve("aws"))
                .image(Served.IMAGE, PingServer.command())
                .start();
        aws = Aws.at(local.endpoint(), local.region(), local.accessKeyId(), local.secretAccessKey());
        pipeline = Descriptions.plain(Descriptions.jars(directory)).build();
        pipeline.apply(aws, ApplyListener.NONE);
        bucket = pipeline.names(aws).bucket();
    }

    @AfterEach
    void stop() {
        aws.close();
        local.close();
    }

    private void put(String key) {
        aws.s3().putObject(r -> r.bucket(bucket).key(key), RequestBody.fromString(key));
    }

    private List<String> keys() {
        return aws.s3().listObjectVersions(r -> r.bucket(bucket)).versions().stream()
                .map(version -> version.key())
                .toList();
    }

    @Test
    void takesWhatServesWithItsTargetsAndAlarms() {
        Served.make(aws);
        Served.alarm(aws, "fraud-v2-0123456789-AllTraffic-1-ModelLatency", "fraud-of-others");

        ResidueReport report = pipeline.destroy(aws, ApplyListener.NONE);

        assertThat(report.requireClean().removed())
                .contains(
                        "scalable target endpoint/fraud/variant/AllTraffic",
                        "endpoint fraud",
                        "endpoint config fraud-v1-0123456789",
                        "model fraud-v1-0123456789",
                        "alarm fraud-v1-0123456789-AllTraffic-1-ModelLatency");
        assertThat(aws.cloudWatch().describeAlarms().metricAlarms())
                .extracting(alarm -> alarm.alarmName())
                .containsExactly("fraud-v2-0123456789-AllTraffic-1-ModelLatency");
        assertThat(aws.scaling()
                        .describeScalableTargets(r -> r.serviceNamespace(ServiceNamespace.SAGEMAKER))
                        .scalableTargets())
                .isEmpty();
    }

    @Test
    void keepsModelPackagesWithTheirArchives() {
        aws.sageMaker()
                .createModelPackage(r -> r.modelPackageGroupName("fraud-models")
                        .inferenceSpecification(i -> i.containers(ModelPackageContainerDefinition.builder()
                                        .image(Served.IMAGE)
                                        .modelDataUrl("s3://" + bucket + "/models/one/model.tar.gz")
                                        .build())
                                .supportedContentTypes("text/csv")
                                .supportedResponseMIMETypes("text/csv")));
        put("models/one/model.tar.gz");
        put("training-data/rows.csv");
        put("training-data/rows.csv");

        ResidueReport kept = pipeline.destroy(aws, DestroyOptions.everything().keepModelPackages(), ApplyListener.NONE);

        assertThat(kept.requireClean().preserved())
                .containsExactlyInAnyOrder(
                        "model package group fraud-models, with its packages",
                        "bucket " + bucket + ", with nothing but models/");
        assertThat(kept.toString()).contains("kept as asked: bucket " + bucket).contains("nothing else left: ");
        assertThat(keys()).containsExactly("models/one/model.tar.gz");
        assertThat(packages()).isEqualTo(1);
        assertThat(aws.iam().listRoles().roles()).isEmpty();

        pipeline.apply(aws, ApplyListener.NONE);
        assertThat(packages()).isEqualTo(1);
        assertThat(pipeline.destroy(aws, ApplyListener.NONE).requireClean().toString())
                .contains("nothing left: ");
        assertThat(aws.s3().listBuckets().buckets()).isEmpty();
        assertThat(aws.sageMaker().listModelPackageGroups(r -> {}).modelPackageGroupSummaryList())
                .isEmpty();
    }

    private int packages() {
        return aws.sageMaker()
                .listModelPackages(r -> r.modelPackageGroupName("fraud-models"))
                .modelPackageSummaryList()
                .size();
    }

    @Test
    void saysBeforeWhatItWouldDoAndTouchesNothing() {
        Served.make(aws);
        List<String> called = new ArrayList<>();

        DestroyPlan plan = pipeline.planDestroy(EdgeClients.noting(aws, called), DestroyOptions.everything());

        assertThat(called).isNotEmpty().allMatch(call -> call.matches("(describe|list|get|head|batchGet).*"));
        assertThat(plan.toString()).contains("delete  endpoint fraud\n", "delete  role fraud-deploy\n");
        assertThat(plan.deletes().get(plan.deletes().size() - 1)).isEqualTo("bucket " + bucket);
        assertThat(plan.preserves()).isEmpty();
        assertThat(pipeline.destroy(aws, ApplyListener.NONE).removed())
                .containsExactlyInAnyOrderElementsOf(plan.deletes());
        assertThat(pipeline.planDestroy(aws, DestroyOptions.everything()).isEmpty())
                .isTrue();
    }

    @Test
    void saysBeforeWhatItWouldStopKeepAndLeave() {
        put("source/fraud.zip");
        put("models/one/model.tar.gz");
        aws.iam().untagRole(r -> r.roleName("fraud-training").tagKeys(TagKeys.PIPELINE));
        local.faults().on("codebuild", "StartBuild").delay(Duration.ofSeconds(20));
        String execution = pipeline.start(aws).id();

        DestroyPlan plan = pipeline.planDestroy(aws, DestroyOptions.everything().keepModelPackages());

        assertThat(plan.stops()).contains("execution " + execution);
        assertThat(plan.deletes())
                .contains("objects of bucket " + bucket + " outside models/")
                .doesNotContain("bucket " + bucket, "model package group fraud-models", "role fraud-training");
        assertThat(plan.strangers()).containsExactly("role fraud-training (not deleted: it has no tag mlops:pipeline)");
        assertThat(plan.toString()).contains("stop    execution ", "keep    bucket ", "leave   role fraud-training");
    }

    @Test
    void takesTheMonitoringSchedulesOfItsEndpoints() {
        Served.make(aws);
        List<String> schedules = new ArrayList<>(List.of("drift"));
        AwsClients monitored = EdgeClients.answering(
                aws,
                Map.of(
                        "listMonitoringSchedules",
                        request -> ListMonitoringSchedulesResponse.builder()
                                .monitoringScheduleSummaries(schedules.stream()
                                        .filter(name -> "fraud"
                                                .equals(((ListMonitoringSchedulesRequest) request).endpointName()))
                                        .map(name -> MonitoringScheduleSummary.builder()
                                                .monitoringScheduleName(name)
                                                .build())
                                        .toList())
                                .build(),
                        "deleteMonitoringSchedule",
                        request -> {
                            schedules.remove(((DeleteMonitoringScheduleRequest) request).monitoringScheduleName());
                            assertThat(Served.status(aws)).isEqualTo(EndpointStatus.IN_SERVICE);
                            return DeleteMonitoringScheduleResponse.builder().build();
                        }));

        ResidueReport report = pipeline.destroy(monitored, ApplyListener.NONE);

        assertThat(report.requireClean().removed()).startsWith("monitoring schedule drift");
        assertThat(schedules).isEmpty();
    }

    @Test
    void doesNothingWhileAnApplyIsAtWork() throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        aws.iam().deleteRolePolicy(r -> r.roleName("fraud-deploy").policyName("mlops"));
        Thread apply = new Thread(() -> pipeline.apply(aws, event -> {
            busy.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        apply.start();
        busy.await();

        assertThatThrownBy(() -> pipeline.destroy(aws, ApplyListener.NONE))
                .isInstanceOf(ApplyLock.HeldException.class)
                .hasMessageContaining("nothing was changed");

        goOn.countDown();
        apply.join();
        assertThat(pipeline.plan(aws).isEmpty()).isTrue();
        assertThat(pipeline.destroy(aws, ApplyListener.NONE).isClean()).isTrue();
    }

    @Test
    void letsNoApplyInWhileItIsAtWork() {
        List<String> refusals = new ArrayList<>();
        ResidueReport report = pipeline.destroy(aws, event -> {
            if (event.resource().equals("pipeline fraud")) {
                assertThatThrownBy(() ->
                                pipeline.toBuilder().tag("team", "risk").build().apply(aws, ApplyListener.NONE))
                        .isInstanceOf(ApplyLock.HeldException.class)
                        .satisfies(refused -> refusals.add(refused.getMessage()));
            }
        });

        assertThat(refusals).isNotEmpty().allMatch(message -> message.contains("which destroys"));
        assertThat(report.isClean()).as(report.toString()).isTrue();
        assertThat(aws.s3().listBuckets().buckets()).isEmpty();
    }

    @Test
    void saysWhatIsLeftAndWhyAndEndsWhenItIsRepeated() {
        local.faults().on("iam", "DeleteRole").next(1).fail("DeleteConflict", 409);

        ResidueReport report = pipeline.destroy(aws, ApplyListener.NONE);

        assertThat(report.left())
                .hasSize(2)
                .anyMatch(left -> left.matches("role fraud-\\S+ \\(.*DeleteConflict.*\\)"))
                .contains("bucket " + bucket + " (not deleted: the lock lies in it until the rest is gone)");
        assertThatThrownBy(report::requireClean).isInstanceOf(TeardownIncompleteException.class);
        assertThat(aws.s3().listObjectsV2(r -> r.bucket(bucket)).contents())
                .extracting(S3Object::key)
                .doesNotContain(ApplyLock.KEY);
        assertThat(pipeline.destroy(aws, ApplyListener.NONE).requireClean().removed())
                .hasSize(2);
    }

    @Test
    void outlivesALockWhoseHolderDied() {
        aws.s3()
                .putObject(
                        r -> r.bucket(bucket)
                                .key(ApplyLock.KEY)
                                .metadata(Map.of("holder", "the dead", "until", Instant.EPOCH.toString())),
                        RequestBody.fromString("expired"));

        assertThat(pipeline.destroy(aws, ApplyListener.NONE).isClean()).isTrue();
    }
}
