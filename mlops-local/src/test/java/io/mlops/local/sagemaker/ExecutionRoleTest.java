package io.mlops.local.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.local.Sdk;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sagemaker.model.*;

/** For whom a role's trust policy lets SageMaker in ({@code aws:SourceArn}, against confused deputies). */
@Timeout(60)
class ExecutionRoleTest {
    private static final String ARN = "arn:aws:sagemaker:eu-west-1:123456789012:";

    @TempDir
    private Path directory;

    private SageMakerWorld world;

    @BeforeEach
    void start() {
        world = new SageMakerWorld(directory);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private void trustFor(String source) {
        Sdk.client(world.aws, IamClient.builder())
                .updateAssumeRolePolicy(r -> r.roleName("model")
                        .policyDocument(
                                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
                                        + "{\"Service\":\"sagemaker.amazonaws.com\"},\"Action\":\"sts:AssumeRole\",\"Condition\":"
                                        + "{\"ArnLike\":{\"aws:SourceArn\":\"" + ARN + source + "\"},\"StringEquals\":"
                                        + "{\"aws:SourceAccount\":\"123456789012\"}}}]}"));
    }

    @Test
    void trainsForTheJobsThatItsRoleNames() {
        trustFor("training-job/fraud-*");

        world.train("Fraud-1", "exit 0");

        assertThat(world.ended("Fraud-1").trainingJobStatus()).isEqualTo(TrainingJobStatus.COMPLETED);
        assertThatThrownBy(() -> world.train("credit-1", "exit 0"))
                .hasMessageContaining("Could not assume role " + SageMakerWorld.ROLE);
    }

    @Test
    void servesForTheModelsThatItsRoleNames() {
        trustFor("model/fraud-*");

        world.config("Fraud-1", world.model("m1"), Map.of());
        world.sagemaker.createEndpoint(r -> r.endpointName("any").endpointConfigName("Fraud-1"));

        assertThat(world.settled("any").endpointStatus()).isEqualTo(EndpointStatus.IN_SERVICE);
        assertThatThrownBy(() -> world.config("credit", world.model("m1"), Map.of()))
                .hasMessageContaining("Could not assume role " + SageMakerWorld.ROLE);
    }

    @Test
    void worksForAllOfTheAccountsResources() {
        trustFor("*");

        world.train("job-1", "exit 0");
        world.config("one", world.model("m1"), Map.of());

        assertThat(world.ended("job-1").trainingJobStatus()).isEqualTo(TrainingJobStatus.COMPLETED);
    }
}
