package io.mlops.local.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mlops.local.IamMode;
import io.mlops.local.LocalAws;
import io.mlops.local.Sdk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.codebuild.model.CodeBuildException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.Credentials;

/** What a role's session may not do, as unmodified clients are told. */
@SuppressWarnings("unchecked") // The SDK's builders take generic varargs.
class DenialTest {
    private static final String ROLE = "arn:aws:iam::123456789012:role/app";
    private static final String TRUST = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
            + "\"Principal\":{\"AWS\":\"123456789012\"},\"Action\":[\"sts:AssumeRole\",\"sts:TagSession\"]}]}";

    @TempDir
    private Path directory;

    private LocalAws aws;
    private IamClient iam;
    private S3Client s3;

    @BeforeEach
    void start() {
        begin(IamMode.ENFORCE);
    }

    private void begin(IamMode mode) {
        aws = LocalAws.builder()
                .directory(directory.resolve(mode.name()))
                .record(directory.resolve("calls.jsonl"))
                .iam(mode)
                .start();
        iam = Sdk.client(aws, IamClient.builder());
        s3 = Sdk.client(aws, S3Client.builder().forcePathStyle(true));
        iam.createRole(r -> r.roleName("app").assumeRolePolicyDocument(TRUST));
        s3.createBucket(r -> r.bucket("data"));
        s3.putObject(r -> r.bucket("data").key("a"), RequestBody.fromString("a"));
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    private void allow(String name, String... statements) {
        iam.putRolePolicy(r -> r.roleName("app").policyName(name).policyDocument(document(statements)));
    }

    private static String document(String... statements) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":["
                + String.join(",", statements).replace('\'', '"') + "]}";
    }

    private AwsSessionCredentials session(Consumer<AssumeRoleRequest.Builder> more) {
        Credentials made = Sdk.client(aws, StsClient.builder())
                .assumeRole(r -> r.roleArn(ROLE).roleSessionName("one").applyMutation(more))
                .credentials();
        return AwsSessionCredentials.create(made.accessKeyId(), made.secretAccessKey(), made.sessionToken());
    }

    private S3Client s3AsRole() {
        return s3AsRole(r -> {});
    }

    private S3Client s3AsRole(Consumer<AssumeRoleRequest.Builder> more) {
        return Sdk.client(aws, S3Client.builder().forcePathStyle(true), session(more));
    }

    private static String denied(String action, String resource, String reason) {
        return "User: arn:aws:sts::123456789012:assumed-role/app/one is not authorized to perform: " + action
                + " on resource: " + resource + " " + reason;
    }

    @Test
    void saysThatNoIdentityPolicyAllows() {
        S3Client role = s3AsRole();

        assertThatThrownBy(() -> role.getObjectAsBytes(r -> r.bucket("data").key("a")))
                .isInstanceOfSatisfying(S3Exception.class, e -> {
                    assertThat(e.statusCode()).isEqualTo(403);
                    assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
                })
                .hasMessageContaining(denied(
                        "s3:GetObject",
                        "\"arn:aws:s3:::data/a\"",
                        "because no identity-based policy allows the s3:GetObject action"));
    }

    @Test
    void saysWhichKindOfPolicyDenies() {
        allow(
                "all",
                "{'Effect':'Allow','Action':'*','Resource':'*'}",
                "{'Effect':'Deny','Action':'s3:PutObject','Resource':'*'}");
        s3.putBucketPolicy(r -> r.bucket("data")
                .policy(document("{'Effect':'Deny','Principal':'*','Action':'s3:DeleteObject','Resource':"
                        + "'arn:aws:s3:::data/*'}")));
        S3Client role = s3AsRole();

        assertThatThrownBy(() -> role.putObject(r -> r.bucket("data").key("b"), RequestBody.fromString("b")))
                .hasMessageContaining("with an explicit deny in an identity-based policy");
        assertThatThrownBy(() -> role.deleteObject(r -> r.bucket("data").key("a")))
                .hasMessageContaining("with an explicit deny in a resource-based policy");
        assertThatThrownBy(() -> s3.deleteObject(r -> r.bucket("data").key("a")))
                .hasMessageContaining("User: arn:aws:iam::123456789012:root is not authorized")
                .hasMessageContaining("with an explicit deny in a resource-based policy");
    }

    @Test
    void staysWithinBoundaryAndSessionPolicy() {
        allow("all", "{'Effect':'Allow','Action':'*','Resource':'*'}");
        String boundary = iam.createPolicy(r -> r.policyName("most")
                        .policyDocument(document("{'Effect':'Allow','Action':['s3:Get*','s3:Put*'],'Resource':'*'}")))
                .policy()
                .arn();
        iam.putRolePermissionsBoundary(r -> r.roleName("app").permissionsBoundary(boundary));
        S3Client role = s3AsRole(r -> r.policy(document("{'Effect':'Allow','Action':'s3:Get*','Resource':'*'}")));

        assertThat(role.getObjectAsBytes(r -> r.bucket("data").key("a")).asUtf8String())
                .isEqualTo("a");
        assertThatThrownBy(() -> role.listObjectsV2(r -> r.bucket("data")))
                .hasMessageContaining("because no permissions boundary allows the s3:ListBucket action");
        assertThatThrownBy(() -> role.putObject(r -> r.bucket("data").key("b"), RequestBody.fromString("b")))
                .hasMessageContaining("because no session policy allows the s3:PutObject action");
    }

    @Test
    void aBucketsPolicyLetsInByItself() {
        s3.putBucketPolicy(r -> r.bucket("data")
                .policy(document("{'Effect':'Allow','Principal':{'AWS':'" + ROLE
                        + "'},'Action':'s3:GetObject','Resource':'arn:aws:s3:::data/*','Condition':{'StringEquals':"
                        + "{'s3:ExistingObjectTag/open':'yes'}}}")));
        s3.putObject(r -> r.bucket("data").key("open").tagging("open=yes"), RequestBody.fromString("o"));
        S3Client role = s3AsRole();

        assertThat(role.getObjectAsBytes(r -> r.bucket("data").key("open")).asUtf8String())
                .isEqualTo("o");
        assertThatThrownBy(() -> role.getObjectAsBytes(r -> r.bucket("data").key("a")))
                .isInstanceOf(S3Exception.class);
    }

    @Test
    void whoMayNotListIsNotToldThatAKeyIsMissing() {
        allow("read", "{'Effect':'Allow','Action':'s3:GetObject','Resource':'arn:aws:s3:::data/*'}");
        S3Client role = s3AsRole();

        assertThatThrownBy(() -> role.getObjectAsBytes(r -> r.bucket("data").key("none")))
                .hasMessageContaining(denied(
                        "s3:ListBucket",
                        "\"arn:aws:s3:::data\"",
                        "because no identity-based policy allows the s3:ListBucket action"));
        assertThatThrownBy(() -> role.headObject(r -> r.bucket("data").key("none")))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
        assertThatThrownBy(() ->
                        role.getObjectAsBytes(r -> r.bucket("no-such-bucket").key("none")))
                .isInstanceOf(NoSuchBucketException.class);

        allow("list", "{'Effect':'Allow','Action':'s3:ListBucket','Resource':'arn:aws:s3:::data'}");

        assertThatThrownBy(() -> role.getObjectAsBytes(r -> r.bucket("data").key("none")))
                .isInstanceOf(NoSuchKeyException.class);
    }

    @Test
    void deletesOfManyWhatItMay() {
        allow("delete", "{'Effect':'Allow','Action':'s3:DeleteObject','Resource':'arn:aws:s3:::data/mine/*'}");
        s3.putObject(r -> r.bucket("data").key("mine/b"), RequestBody.fromString("b"));
        Delete both = Delete.builder()
                .objects(
                        ObjectIdentifier.builder().key("a").build(),
                        ObjectIdentifier.builder().key("mine/b").build())
                .build();

        var answer = s3AsRole().deleteObjects(r -> r.bucket("data").delete(both));

        assertThat(answer.deleted()).extracting(deleted -> deleted.key()).containsExactly("mine/b");
        assertThat(answer.errors()).singleElement().satisfies(error -> {
            assertThat(error.key()).isEqualTo("a");
            assertThat(error.code()).isEqualTo("AccessDenied");
        });
    }

    @Test
    void passesOnlyRolesThatItMayPass() {
        allow(
                "build",
                "{'Effect':'Allow','Action':'codebuild:CreateProject','Resource':'*'}",
                "{'Effect':'Allow','Action':'iam:PassRole','Resource':'" + ROLE
                        + "','Condition':{'StringEquals':{'iam:PassedToService':'lambda.amazonaws.com'}}}");
        CodeBuildClient codebuild = Sdk.client(aws, CodeBuildClient.builder(), session(r -> {}));

        assertThatThrownBy(() -> codebuild.createProject(r -> r.name("p").serviceRole(ROLE)))
                .isInstanceOfSatisfying(CodeBuildException.class, e -> {
                    assertThat(e.statusCode()).isEqualTo(400);
                    assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException");
                })
                .hasMessageContaining(denied(
                        "iam:PassRole", ROLE, "because no identity-based policy allows the iam:PassRole action"));
    }

    @Test
    void suppliesWhatServicesKnow() {
        allow(
                "register",
                "{'Effect':'Allow','Action':'sagemaker:*','Resource':'*'}",
                "{'Effect':'Deny','Action':'sagemaker:CreateModelPackage','Resource':'*','Condition':"
                        + "{'StringNotEqualsIfExists':{'sagemaker:ModelApprovalStatus':'PendingManualApproval'}}}",
                "{'Effect':'Deny','Action':'sagemaker:CreateModelPackageGroup','Resource':'*','Condition':"
                        + "{'StringNotEquals':{'aws:RequestTag/team':'${aws:PrincipalTag/team}'}}}");
        SageMakerClient sagemaker = Sdk.client(
                aws,
                SageMakerClient.builder(),
                session(r -> r.tags(t -> t.key("team").value("red"))));

        sagemaker.createModelPackageGroup(
                r -> r.modelPackageGroupName("red").tags(t -> t.key("team").value("red")));
        assertThatThrownBy(() -> sagemaker.createModelPackageGroup(r ->
                        r.modelPackageGroupName("blue").tags(t -> t.key("team").value("blue"))))
                .isInstanceOf(SageMakerException.class)
                .hasMessageContaining("sagemaker:CreateModelPackageGroup");
        assertThatThrownBy(() -> sagemaker.createModelPackage(
                        r -> r.modelPackageGroupName("red").modelApprovalStatus("Approved")))
                .hasMessageContaining(denied(
                        "sagemaker:CreateModelPackage",
                        "arn:aws:sagemaker:eu-west-1:123456789012:model-package/red/*",
                        "with an explicit deny in an identity-based policy"));
    }

    @Test
    void asksOfSageMakersNamesInLowerCase() {
        String arn = "arn:aws:sagemaker:eu-west-1:123456789012:";
        allow(
                "train",
                "{'Effect':'Allow','Action':'sagemaker:*ModelPackage*','Resource':['" + arn
                        + "model-package-group/cards','" + arn + "model-package/cards/*']}",
                "{'Effect':'Allow','Action':'sagemaker:Describe*','Resource':'" + arn + "endpoint/Fraud'}");
        SageMakerClient sagemaker = Sdk.client(aws, SageMakerClient.builder(), session(r -> {}));

        sagemaker.createModelPackageGroup(r -> r.modelPackageGroupName("Cards"));
        String made = sagemaker
                .createModelPackage(r -> r.modelPackageGroupName("Cards"))
                .modelPackageArn();
        assertThat(sagemaker
                        .describeModelPackage(r -> r.modelPackageName("Cards/1"))
                        .modelPackageArn())
                .isEqualTo(made);
        sagemaker.describeModelPackageGroup(r -> r.modelPackageGroupName("Cards"));
        assertThatThrownBy(() -> sagemaker.describeEndpoint(r -> r.endpointName("Fraud")))
                .hasMessageContaining(denied(
                        "sagemaker:DescribeEndpoint",
                        arn + "endpoint/fraud",
                        "because no identity-based policy allows the sagemaker:DescribeEndpoint action"));
        assertThatThrownBy(() -> sagemaker.describeTrainingJob(r -> r.trainingJobName("Job-1")))
                .hasMessageContaining("on resource: " + arn + "training-job/job-1");
    }

    @Test
    void refusesAPolicyThatLetsEverybodyIn() {
        assertThatThrownBy(() -> s3.putBucketPolicy(r -> r.bucket("data")
                        .policy(document("{'Effect':'Allow','Principal':'*','Action':'s3:GetObject','Resource':"
                                + "'arn:aws:s3:::data/*'}"))))
                .hasMessageContaining("because public policies are prevented by the BlockPublicPolicy setting");
    }

    @Test
    void asksIamForARolesOwnPath() {
        iam.createRole(r -> r.roleName("inner").path("/team/").assumeRolePolicyDocument(TRUST));
        allow("team", "{'Effect':'Allow','Action':'iam:*','Resource':'arn:aws:iam::123456789012:role/team/*'}");
        IamClient role = Sdk.client(aws, IamClient.builder(), session(r -> {}));

        assertThat(role.getRole(r -> r.roleName("inner")).role().path()).isEqualTo("/team/");
        assertThatThrownBy(() -> role.getRole(r -> r.roleName("app")))
                .isInstanceOfSatisfying(
                        IamException.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied"));
    }

    @Test
    void recordsWithoutRefusingAndReportsWhatWasUsed() throws IOException {
        aws.close();
        begin(IamMode.RECORD);
        allow(
                "p",
                "{'Sid':'Read','Effect':'Allow','Action':['s3:GetObject','s3:GetObjectVersion'],'Resource':'*'}",
                "{'Sid':'Never','Effect':'Allow','Action':'sns:Publish','Resource':'*'}");
        S3Client role = s3AsRole();
        role.getObjectAsBytes(r -> r.bucket("data").key("a"));
        role.deleteObject(r -> r.bucket("data").key("a"));
        aws.close();

        JsonNode report = JsonMapper.builder()
                .build()
                .readTree(directory.resolve("iam-usage.json").toFile())
                .get(ROLE);
        assertThat(report.get("neverUsed").toString())
                .isEqualTo("[{\"statement\":\"p/Never\",\"actions\":[\"sns:Publish\"]},"
                        + "{\"statement\":\"p/Read\",\"actions\":[\"s3:GetObjectVersion\"]}]");
        assertThat(report.get("used").toString())
                .isEqualTo("[{\"statement\":\"p/Read\",\"actions\":{\"s3:GetObject\":[\"arn:aws:s3:::data/a\"]}}]");
        assertThat(report.get("denied").toString())
                .isEqualTo("{\"s3:DeleteObject on arn:aws:s3:::data/a because no identity-based policy allows the"
                        + " s3:DeleteObject action\":1}");
    }
}
