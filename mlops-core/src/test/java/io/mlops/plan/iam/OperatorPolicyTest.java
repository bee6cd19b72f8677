package io.mlops.plan.iam;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlops.Descriptions;
import io.mlops.MlopsPipeline;
import io.mlops.PingServer;
import io.mlops.Served;
import io.mlops.SessionClients;
import io.mlops.apply.ApplyListener;
import io.mlops.aws.Aws;
import io.mlops.aws.AwsClients;
import io.mlops.contract.TagKeys;
import io.mlops.local.LocalAws;
import io.mlops.local.iam.RecordedQuestions;
import io.mlops.teardown.DestroyOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codebuild.model.ReportExportConfigType;
import software.amazon.awssdk.services.codebuild.model.ReportType;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sagemaker.model.ModelPackageContainerDefinition;
import software.amazon.awssdk.services.sagemaker.model.Tag;
import software.amazon.awssdk.services.sagemaker.model.TrainingInputMode;
import software.amazon.awssdk.services.sagemaker.model.TrainingInstanceType;

/** What the person who plans, applies and destroys must be allowed: enough, and nothing that is not needed. */
class OperatorPolicyTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String SLEEP = "sleep:1";
    private static final String BOUNDARY = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
            + "\"Action\":\"*\",\"Resource\":\"*\"}]}";
    private static final String TRUST = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
            + "\"Principal\":{\"AWS\":\"123456789012\"},\"Action\":\"sts:AssumeRole\"}]}";

    @TempDir
    private Path directory;

    @Test
    void isEnoughToApplyAndDestroyAndNoActionCouldBeLeftOut() throws IOException {
        String policy = Files.readString(PermissionTexts.PLACE.resolve("operator.json"));
        Path record = directory.resolve("calls.jsonl");
        try (LocalAws local = LocalAws.builder()
                        .directory(directory.resolve("aws"))
                        .image(Served.IMAGE, PingServer.command())
                        .image(SLEEP, List.of("bash", "-c", "sleep 300"))
                        .record(record)
                        .start();
                Aws root = Aws.at(local.endpoint(), local.region(), local.accessKeyId(), local.secretAccessKey());
                IamClient iam = local.client(IamClient.class)) {
            iam.createRole(r -> r.roleName("operator").assumeRolePolicyDocument(TRUST));
            iam.putRolePolicy(r -> r.roleName("operator").policyName("operator").policyDocument(policy));
            iam.createPolicy(r -> r.policyName("boundary").policyDocument(BOUNDARY));
            applyChangeAndDestroy(SessionClients.of(local, "operator"), root);
        }

        RecordedQuestions asked = RecordedQuestions.read(record);
        assertThat(asked.refused("operator", policy)).isEmpty();
        List<String> free = new ArrayList<>();
        JsonNode statements = JSON.readTree(policy).path("Statement");
        for (int i = 0; i < statements.size(); i++) {
            for (JsonNode action : statements.get(i).path("Action")) {
                if (asked.refused("operator", without(policy, i, action.asText()))
                        .isEmpty()) {
                    free.add(statements.get(i).path("Sid").asText() + "/" + action.asText());
                }
            }
        }
        assertThat(free)
                .as(
                        "actions that nothing calls, but for those of builds that run and of Model Monitor, which is not emulated")
                .containsExactly(
                        "Builds/codebuild:BatchGetBuilds",
                        "Builds/codebuild:StopBuild",
                        "Schedules/sagemaker:DeleteMonitoringSchedule",
                        "Find/sagemaker:ListMonitoringSchedules");
    }

    private static String without(String policy, int statement, String action) throws IOException {
        JsonNode copy = JSON.readTree(policy);
        ObjectNode shortened = (ObjectNode) copy.path("Statement").get(statement);
        ArrayNode left = JSON.createArrayNode();
        shortened.path("Action").forEach(other -> {
            if (!other.asText().equals(action)) {
                left.add(other);
            }
        });
        shortened.set("Action", left);
        return copy.toString();
    }

    private void applyChangeAndDestroy(AwsClients operator, AwsClients root) {
        MlopsPipeline pipeline =
                Descriptions.plain(Descriptions.jars(directory)).build();
        pipeline.apply(operator, ApplyListener.NONE);
        MlopsPipeline changed = pipeline.toBuilder()
                .tag("team", "risk")
                .approval("release", a -> {})
                .permissionsBoundary("arn:aws:iam::123456789012:policy/boundary")
                .tools(Descriptions.otherJars(directory))
                .build();
        changed.apply(operator, ApplyListener.NONE);
        changeByHand(root);
        MlopsPipeline last = changed.toBuilder().permissionsBoundary("").build();
        last.apply(operator, ApplyListener.NONE);
        assertThat(last.plan(operator).isEmpty()).isTrue();
        run(root);
        assertThat(last.planDestroy(operator, DestroyOptions.everything()).isEmpty())
                .isFalse();
        assertThat(last.destroy(operator, ApplyListener.NONE).left()).isEmpty();
    }

    private static void changeByHand(AwsClients root) {
        root.iam().updateAssumeRolePolicy(r -> r.roleName("fraud-deploy").policyDocument(TRUST));
        root.iam()
                .attachRolePolicy(
                        r -> r.roleName("fraud-deploy").policyArn("arn:aws:iam::123456789012:policy/boundary"));
        root.logs()
                .putRetentionPolicy(
                        r -> r.logGroupName("/aws/codebuild/fraud-train").retentionInDays(1));
    }

    /** What executions leave behind. */
    private static void run(AwsClients root) {
        Served.make(root);
        root.codeBuild()
                .createReportGroup(r -> r.name("fraud-test-model-test")
                        .type(ReportType.TEST)
                        .exportConfig(e -> e.exportConfigType(ReportExportConfigType.NO_EXPORT)));
        root.sageMaker()
                .createModelPackage(r -> r.modelPackageGroupName("fraud-models")
                        .inferenceSpecification(i -> i.containers(ModelPackageContainerDefinition.builder()
                                        .image(Served.IMAGE)
                                        .modelDataUrl("s3://fraud-123456789012-eu-west-1/models/model.tar.gz")
                                        .build())
                                .supportedContentTypes("text/csv")
                                .supportedResponseMIMETypes("text/csv")));
        root.sageMaker()
                .createTrainingJob(r -> r.trainingJobName("fraud-1")
                        .algorithmSpecification(a -> a.trainingImage(SLEEP).trainingInputMode(TrainingInputMode.FILE))
                        .roleArn("arn:aws:iam::123456789012:role/mlops/fraud/fraud-training")
                        .outputDataConfig(o -> o.s3OutputPath("s3://fraud-123456789012-eu-west-1/models/"))
                        .resourceConfig(c -> c.instanceType(TrainingInstanceType.ML_M5_LARGE)
                                .instanceCount(1)
                                .volumeSizeInGB(10))
                        .stoppingCondition(c -> c.maxRuntimeInSeconds(3600))
                        .tags(Tag.builder().key(TagKeys.PIPELINE).value("fraud").build()));
    }
}
