package io.mlops.teardown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.apply.TaggedArn;
import io.mlops.plan.ResourceId;
import io.mlops.plan.ResourceType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResidueTest {
    @ParameterizedTest
    @CsvSource({
        "arn:aws:s3:::fraud-1-eu-west-1, BUCKET, fraud-1-eu-west-1",
        "arn:aws:iam::123456789012:role/mlops/fraud/fraud-deploy, ROLE, fraud-deploy",
        "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/fraud-deploy, LOG_GROUP, /aws/lambda/fraud-deploy",
        "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/fraud-deploy:*, LOG_GROUP, /aws/lambda/fraud-deploy",
        "arn:aws:sagemaker:eu-west-1:123456789012:model-package-group/fraud, MODEL_PACKAGE_GROUP, fraud",
        "arn:aws:codebuild:eu-west-1:123456789012:project/fraud-train, BUILD_PROJECT, fraud-train",
        "arn:aws:lambda:eu-west-1:123456789012:function:fraud-deploy, FUNCTION, fraud-deploy",
        "arn:aws:codepipeline:eu-west-1:123456789012:fraud, PIPELINE, fraud"
    })
    void knowsWhatAnArnNames(String arn, ResourceType type, String name) {
        assertThat(TaggedArn.parse(arn).resource()).contains(new ResourceId(type, name));
    }

    @Test
    void knowsWhatIsBornAtRunTime() {
        TaggedArn arn = TaggedArn.parse("arn:aws:sagemaker:eu-west-1:123456789012:endpoint-config/fraud-1-abc");

        assertThat(Endpoints.isOne(arn)).isTrue();
        assertThat(arn.name()).isEqualTo("fraud-1-abc");
        assertThat(arn.resource()).isEmpty();
    }

    @Test
    void endsWithNothingLeft() {
        ResidueReport report =
                new ResidueReport(List.of("bucket x", "role y"), List.of(), List.of("the record of z"), List.of());

        assertThat(report).hasToString("kept by AWS: the record of z\nnothing left: 2 resources deleted");
        assertThat(report.requireClean()).isSameAs(report);
    }

    @Test
    void namesWhatIsLeft() {
        ResidueReport report = new ResidueReport(List.of(), List.of("bucket x"), List.of(), List.of());

        assertThat(report.toString()).contains("left: bucket x");
        assertThatThrownBy(report::requireClean)
                .isInstanceOf(TeardownIncompleteException.class)
                .hasMessageContaining("bucket x");
    }
}
