package io.mlops.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.mlops.Examples;
import io.mlops.Golden;
import io.mlops.plan.buildspec.BuildSpecs;
import io.mlops.plan.iam.Actor;
import io.mlops.plan.iam.RolePolicies;
import io.mlops.plan.iam.Statement;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GoldenFilesTest {
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    /** AWS refuses an inline policy document above this size. */
    private static final int LONGEST_POLICY = 10_240;

    private final RolePolicies policies = new RolePolicies(Examples.spec(), Examples.NAMES);

    @Test
    void writesTheTrainBuildspec() throws IOException {
        Golden.matches("buildspec-train.yml", BuildSpecs.train().yaml());
    }

    @Test
    void writesTheTestBuildspec() throws IOException {
        Golden.matches("buildspec-test.yml", BuildSpecs.test("model-test").yaml());
    }

    @Test
    void writesThePipeline() throws IOException {
        Golden.matches("pipeline.json", PipelineJson.of(pipeline()));
    }

    @Test
    void keepsConfigurationValuesWithinAThousandCharacters() {
        assertThat(pipeline().stages())
                .flatMap(StageDeclaration::actions)
                .flatMap(action -> action.configuration().values())
                .allSatisfy(value -> assertThat(value).hasSizeBetween(1, 1000));
    }

    @Test
    void writesTheSettings() throws IOException {
        for (Map.Entry<String, String> file :
                SettingsFiles.of(Examples.spec(), Examples.NAMES).entrySet()) {
            Golden.matches("settings-" + file.getKey(), file.getValue());
        }
    }

    @ParameterizedTest
    @EnumSource(Actor.class)
    void writesThePolicyOfEachActor(Actor actor) throws IOException {
        String json = policies.of(actor).json();

        assertThat(json).hasSizeLessThan(LONGEST_POLICY);
        Golden.matches(
                "role-" + actor.roleName(Examples.NAMES) + ".json",
                MAPPER.readTree(json).toPrettyString() + "\n");
        assertThat(actor.trust(Examples.ACCOUNT).json()).contains(".amazonaws.com");
    }

    @Test
    void usesTheWildcardResourceOnlyWhereTheServiceTakesNothingElse() {
        Set<String> actions = new TreeSet<>();
        for (Actor actor : Actor.of(Examples.spec())) {
            policies.of(actor).statements().stream()
                    .filter(statement -> statement.effect() == Statement.Effect.ALLOW)
                    .filter(statement -> statement.resources().contains("*"))
                    .flatMap(statement -> statement.actions().stream())
                    .forEach(actions::add);
        }

        assertThat(actions)
                .containsExactly(
                        "application-autoscaling:DescribeScalableTargets",
                        "cloudwatch:PutMetricData",
                        "codepipeline:PutJobFailureResult",
                        "codepipeline:PutJobSuccessResult",
                        "ecr:GetAuthorizationToken",
                        "lambda:ListFunctions",
                        "sagemaker:ListEndpointConfigs",
                        "sagemaker:ListEndpoints",
                        "sagemaker:ListModels");
    }

    @Test
    void namesEveryStatementOfAPolicyDifferently() {
        for (Actor actor : Actor.of(Examples.spec())) {
            List<String> sids =
                    policies.of(actor).statements().stream().map(Statement::sid).toList();
            assertThat(sids).doesNotHaveDuplicates();
        }
    }

    @Test
    void deniesApprovalToWhatTrains() {
        assertThat(policies.of(Actor.TRAIN_BUILD).statements())
                .filteredOn(statement -> statement.effect() == Statement.Effect.DENY)
                .flatMap(Statement::actions)
                .containsExactly("sagemaker:UpdateModelPackage", "sagemaker:CreateModelPackage");
    }

    private static Pipeline pipeline() {
        return (Pipeline) Examples.graph(Examples.spec())
                .find(new ResourceId(ResourceType.PIPELINE, "fraud-detection"))
                .orElseThrow();
    }
}
