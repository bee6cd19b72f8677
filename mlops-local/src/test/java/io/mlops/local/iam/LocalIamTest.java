package io.mlops.local.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.local.LocalAws;
import io.mlops.local.Sdk;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.ContextEntry;
import software.amazon.awssdk.services.iam.model.DeleteConflictException;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.StsException;

class LocalIamTest {
    private static final String TRUST = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
            + "\"Principal\":{\"AWS\":\"arn:aws:iam::123456789012:root\"},\"Action\":\"sts:AssumeRole\"}]}";

    private static final String READ = "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}}";

    @TempDir
    private Path directory;

    private LocalAws aws;
    private IamClient iam;

    @BeforeEach
    void start() {
        aws = LocalAws.builder().directory(directory).start();
        iam = Sdk.client(aws, IamClient.builder());
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void simulatesARolesPoliciesWithinItsBoundary() {
        String arn = iam.createRole(r -> r.roleName("deployer").assumeRolePolicyDocument(TRUST))
                .role()
                .arn();
        iam.putRolePolicy(r -> r.roleName("deployer")
                .policyName("p")
                .policyDocument(
                        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"},"
                                + "{\"Effect\":\"Allow\",\"Action\":\"iam:PassRole\",\"Resource\":\"*\",\"Condition\":{"
                                + "\"StringEquals\":{\"iam:PassedToService\":\"lambda.amazonaws.com\"}}},"
                                + "{\"Effect\":\"Deny\",\"Action\":\"s3:DeleteBucket\",\"Resource\":\"*\"}]}"));
        String boundary = iam.createPolicy(
                        r -> r.policyName("limit")
                                .policyDocument(
                                        "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":[\"s3:Get*\",\"iam:*\"],\"Resource\":\"*\"}}"))
                .policy()
                .arn();
        iam.putRolePermissionsBoundary(r -> r.roleName("deployer").permissionsBoundary(boundary));

        assertThat(iam.simulatePrincipalPolicy(r -> r.policySourceArn(arn)
                                .actionNames("s3:GetObject", "s3:PutObject", "s3:DeleteBucket", "iam:PassRole")
                                .contextEntries(ContextEntry.builder()
                                        .contextKeyName("iam:PassedToService")
                                        .contextKeyType("string")
                                        .contextKeyValues("lambda.amazonaws.com")
                                        .build()))
                        .evaluationResults())
                .extracting(EvaluationResult::evalDecisionAsString)
                .containsExactly("allowed", "implicitDeny", "explicitDeny", "allowed");
        assertThatThrownBy(() -> iam.simulatePrincipalPolicy(
                        r -> r.policySourceArn(arn).actionNames("s3:GetObject").callerArn(arn)))
                .hasMessageContaining("mlops-local does not support CallerArn");
    }

    @Test
    void keepsARoleWithItsPathTagsAndPolicies() {
        Role made = iam.createRole(r -> r.roleName("train")
                        .path("/mlops/fraud/")
                        .assumeRolePolicyDocument(TRUST)
                        .tags(Tag.builder()
                                .key("mlops:pipeline")
                                .value("fraud + co=1")
                                .build()))
                .role();
        iam.putRolePolicy(r -> r.roleName("train").policyName("p").policyDocument(READ));

        assertThat(made.arn()).isEqualTo("arn:aws:iam::123456789012:role/mlops/fraud/train");
        assertThat(iam.getRole(r -> r.roleName("train")).role().tags())
                .extracting(Tag::value)
                .containsExactly("fraud + co=1");
        assertThat(iam.listRoles(r -> r.pathPrefix("/mlops/")).roles())
                .extracting(Role::roleName)
                .containsExactly("train");
        assertThat(iam.getRolePolicy(r -> r.roleName("train").policyName("p")).policyDocument())
                .isEqualTo(
                        "%7B%22Statement%22%3A%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A%22s3%3A*%22%2C%22Resource%22"
                                + "%3A%22*%22%7D%7D");
    }

    @Test
    void refusesAsIamDoes() {
        iam.createRole(r -> r.roleName("train").assumeRolePolicyDocument(TRUST));
        iam.putRolePolicy(r -> r.roleName("train").policyName("p").policyDocument(READ));

        assertThatThrownBy(() -> iam.createRole(r -> r.roleName("train").assumeRolePolicyDocument(TRUST)))
                .isInstanceOf(EntityAlreadyExistsException.class)
                .hasMessageContaining("Role with name train already exists.");
        assertThatThrownBy(() -> iam.deleteRole(r -> r.roleName("train")))
                .isInstanceOf(DeleteConflictException.class)
                .hasMessageContaining("must delete policies first");
        assertThatThrownBy(() -> iam.getRole(r -> r.roleName("nobody")))
                .isInstanceOf(NoSuchEntityException.class)
                .hasMessageContaining("The role with name nobody cannot be found.");
        assertThatThrownBy(() -> iam.listUsers())
                .isInstanceOf(IamException.class)
                .hasMessageContaining("iam:ListUsers is unknown or not supported");
        assertThatThrownBy(() -> iam.getRole(r -> {}))
                .isInstanceOf(IamException.class)
                .hasMessageContaining("1 validation error detected: Value null at 'roleName' failed to satisfy"
                        + " constraint: Member must not be null");
    }

    @Test
    void knowsItsCallers() {
        iam.createRole(r -> r.roleName("train").assumeRolePolicyDocument(TRUST));
        StsClient root = Sdk.client(aws, StsClient.builder());
        Credentials session = root.assumeRole(
                        r -> r.roleArn("arn:aws:iam::123456789012:role/train").roleSessionName("job"))
                .credentials();

        StsClient role = Sdk.client(
                aws,
                StsClient.builder(),
                AwsSessionCredentials.create(session.accessKeyId(), session.secretAccessKey(), session.sessionToken()));

        assertThat(root.getCallerIdentity().arn()).isEqualTo("arn:aws:iam::123456789012:root");
        assertThat(role.getCallerIdentity().arn()).isEqualTo("arn:aws:sts::123456789012:assumed-role/train/job");
    }

    @Test
    void refusesAnUnknownKey() {
        StsClient stranger = Sdk.client(aws, StsClient.builder(), AwsBasicCredentials.create("AKIANOBODY", "secret"));

        assertThatThrownBy(stranger::getCallerIdentity)
                .isInstanceOf(StsException.class)
                .hasMessageContaining("The security token included in the request is invalid.");
    }
}
