package io.mlops.local.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.local.LocalAws;
import io.mlops.local.iam.RecordedQuestions.Asked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

class RecordedQuestionsTest {
    private static final String TRUST = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
            + "\"Principal\":{\"AWS\":\"123456789012\"},\"Action\":\"sts:AssumeRole\"}]}";

    @TempDir
    private Path directory;

    @Test
    void asksWhatARoleAskedOfANarrowerPolicy() {
        RecordedQuestions recorded = RecordedQuestions.read(recordOf("one", "two"));

        assertThat(recorded.roles()).containsExactly("writer");
        assertThat(recorded.of("writer"))
                .extracting(Asked::action)
                .containsExactly("cloudwatch:PutMetricData", "cloudwatch:PutMetricData");
        assertThat(recorded.refused("writer", policy("cloudwatch:PutMetricData", "")))
                .isEmpty();
        assertThat(recorded.refused("writer", policy("cloudwatch:GetMetricData", "")))
                .hasSize(2);
        assertThat(recorded.refused(
                        "writer",
                        policy(
                                "cloudwatch:PutMetricData",
                                ",\"Condition\":{\"StringEquals\":{\"cloudwatch:namespace\":\"one\"}}")))
                .extracting(asked -> asked.context().get("cloudwatch:namespace"))
                .containsExactly("two");
        assertThat(recorded.of("nobody")).isEmpty();
    }

    @Test
    void namesALineThatIsNoCall() throws IOException {
        Path record = Files.write(directory.resolve("record"), List.of("{\"authorization\":[]}", "{}"));

        assertThatThrownBy(() -> RecordedQuestions.read(record))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("record, line 2: ");
    }

    /** A role writes a metric into each namespace. */
    private Path recordOf(String... namespaces) {
        Path record = directory.resolve("calls.jsonl");
        try (LocalAws local = LocalAws.builder()
                        .directory(directory.resolve("aws"))
                        .record(record)
                        .start();
                IamClient iam = local.client(IamClient.class);
                StsClient sts = local.client(StsClient.class)) {
            String role = iam.createRole(
                            r -> r.roleName("writer").path("/team/").assumeRolePolicyDocument(TRUST))
                    .role()
                    .arn();
            iam.putRolePolicy(r -> r.roleName("writer").policyName("all").policyDocument(policy("cloudwatch:*", "")));
            Credentials session =
                    sts.assumeRole(r -> r.roleArn(role).roleSessionName("test")).credentials();
            try (CloudWatchClient cloudWatch = CloudWatchClient.builder()
                    .endpointOverride(local.endpoint())
                    .region(Region.of(local.region()))
                    .credentialsProvider(StaticCredentialsProvider.create(AwsSessionCredentials.create(
                            session.accessKeyId(), session.secretAccessKey(), session.sessionToken())))
                    .build()) {
                for (String namespace : namespaces) {
                    cloudWatch.putMetricData(r -> r.namespace(namespace)
                            .metricData(MetricDatum.builder()
                                    .metricName("count")
                                    .value(1.0)
                                    .build()));
                }
            }
        }
        return record;
    }

    private static String policy(String action, String more) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"" + action
                + "\",\"Resource\":\"*\"" + more + "}]}";
    }
}
