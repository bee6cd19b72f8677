package io.mlops.examples.fraud;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mlops.aws.Aws;
import io.mlops.local.LocalAws;
import io.mlops.spec.Names;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/** {@code run aws} against the emulator as if it were an account, by a role that may do what a run needs and no more. */
class AwsRunIT {
    private static final String TRUST = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
            + "\"Principal\":{\"AWS\":\"arn:aws:iam::123456789012:root\"},\"Action\":\"sts:AssumeRole\"}]}";

    @TempDir
    private Path directory;

    private LocalAws local;
    private Aws aws;

    @BeforeEach
    void start() {
        local = LocalAws.builder()
                .directory(directory.resolve("aws"))
                .image(
                        Scenario.IMAGE,
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-jar",
                                Path.of("target/trainer-image/opt/program/mlops-trainer.jar")
                                        .toAbsolutePath()
                                        .toString()))
                .start();
        aws = Aws.at(local.endpoint(), local.region(), local.accessKeyId(), local.secretAccessKey());
        local.client(EcrClient.class).createRepository(r -> r.repositoryName("mlops-trainer"));
    }

    @AfterEach
    void stop() {
        aws.close();
        local.close();
    }

    @Test
    void runsWholeWithWhatItSaysThatItNeeds() throws Exception {
        try (Run run = run(need -> true, "--yes", "--data", "credit")) {
            assertThat(run.exitStatus()).as(run.output()).isZero();

            assertThat(run.output())
                    .containsSubsequence(
                            "preflight",
                            "ok       credentials: arn:aws:sts::123456789012:assumed-role/runner/test",
                            "ok       permissions: IAM's simulation permits every action that a run needs",
                            "20 to create",
                            "Deploy-production: Succeeded",
                            "resources deleted");
            assertThat(run.output()).doesNotContain("left: ");
        }
    }

    @Test
    void changesNothingWhereAPermissionIsMissing() throws Exception {
        try (Run run = run(action -> !action.equals("lambda:CreateFunction"), "--yes", "--data", "credit")) {
            assertThat(run.exitStatus()).as(run.output()).isEqualTo(1);

            assertThat(run.output())
                    .contains(
                            "missing  permissions: IAM's simulation denies lambda:CreateFunction on"
                                    + " arn:aws:lambda:eu-west-1:123456789012:function:credit-scoring-deploy",
                            "nothing was changed")
                    .doesNotContain("to create");
        }
    }

    @Test
    void saysHowToGiveCredentials() throws Exception {
        Map<String, String> nobody = Map.of(
                "AWS_ENDPOINT_URL", local.endpoint().toString(),
                "AWS_ACCESS_KEY_ID", "AKIANOBODY",
                "AWS_SECRET_ACCESS_KEY", "nothing");
        try (Run run = Run.of(nobody, List.of("aws", "--region", local.region(), "--yes", "--image", Scenario.IMAGE))) {
            assertThat(run.exitStatus()).as(run.output()).isEqualTo(1);

            assertThat(run.output())
                    .startsWith("failed: no credentials that AWS takes: sign in, name a profile by --profile,")
                    .contains("nothing was changed");
        }
    }

    @Test
    void asksBeforeItChangesAnything() throws Exception {
        try (Run run = run(action -> true, "--data", "credit")) {
            assertThat(run.exitStatus()).as(run.output()).isZero();

            assertThat(run.output()).contains("20 to create", "[y/N]", "nothing was changed");
        }
        assertThat(aws.s3().listBuckets().buckets()).isEmpty();
    }

    private Run run(Predicate<String> permitted, String... options) throws Exception {
        Credentials session = session(policy(permitted));
        List<String> arguments = new ArrayList<>(List.of("aws", "--region", local.region()));
        arguments.addAll(List.of(options));
        return Run.of(
                Map.of(
                        "AWS_ENDPOINT_URL", local.endpoint().toString(),
                        "AWS_ACCESS_KEY_ID", session.accessKeyId(),
                        "AWS_SECRET_ACCESS_KEY", session.secretAccessKey(),
                        "AWS_SESSION_TOKEN", session.sessionToken(),
                        "AWS_CONFIG_FILE", "/nonexistent",
                        "AWS_SHARED_CREDENTIALS_FILE", "/nonexistent"),
                arguments);
    }

    private Credentials session(String policy) {
        IamClient iam = local.client(IamClient.class);
        iam.createRole(r -> r.roleName("runner").assumeRolePolicyDocument(TRUST));
        iam.putRolePolicy(r -> r.roleName("runner").policyName("run").policyDocument(policy));
        return local.client(StsClient.class)
                .assumeRole(
                        r -> r.roleArn("arn:aws:iam::123456789012:role/runner").roleSessionName("test"))
                .credentials();
    }

    /** What the preflight asks for, and what the preflight itself does. */
    private String policy(Predicate<String> permitted) throws Exception {
        Scenario scenario = Scenario.credit();
        Names names = scenario.describe(Scenario.IMAGE).names(aws);
        List<Map<String, Object>> statements = new ArrayList<>();
        for (NeededPermissions.Need need : NeededPermissions.of(names, scenario)) {
            Map<String, Object> statement =
                    Stream.of(need).collect(Collectors.toMap(any -> "Resource", NeededPermissions.Need::pattern));
            statement.put("Effect", "Allow");
            statement.put("Action", need.actions().stream().filter(permitted).toList());
            if (!need.passedTo().isEmpty()) {
                statement.put("Condition", Map.of("StringEquals", Map.of("iam:PassedToService", need.passedTo())));
            }
            statements.add(statement);
        }
        statements.add(Map.of(
                "Effect",
                "Allow",
                "Action",
                List.of("iam:GetRole", "iam:SimulatePrincipalPolicy", "ecr:DescribeImages"),
                "Resource",
                List.of("arn:aws:iam::123456789012:role/runner", "arn:aws:ecr:*:*:repository/mlops-trainer")));
        return new ObjectMapper().writeValueAsString(Map.of("Version", "2012-10-17", "Statement", statements));
    }
}
