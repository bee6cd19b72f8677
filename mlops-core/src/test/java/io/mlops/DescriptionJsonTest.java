package io.mlops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mlops.spec.InvalidSpecException;
import io.mlops.spec.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DescriptionJsonTest {
    private static final String LEAST = """
            {"schema": "mlops.pipeline/1",
             "name": "fraud",
             "source": {"type": "s3", "key": "source/fraud.zip"},
             "training": {"image": {"type": "uri", "uri": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/trainer:1"},
                          "instanceType": "ml.m5.large",
                          "metricDefinitions": [
                            {"name": "validation:roc_auc", "regex": "validation:roc_auc=([0-9.]+);"},
                            {"name": "validation:average_precision", "regex": "validation:average_precision=([0-9.]+);"}],
                          "channels": [{"name": "training", "prefix": "training-data/"}]},
             "modelPackageGroup": "fraud-models",
             "test": {"instanceType": "ml.m5.large"},
             "stages": [{"type": "deploy", "name": "production", "endpoint": "fraud",
                         "variants": [{"name": "AllTraffic", "instanceType": "ml.m5.large"}]}]}
            """;

    @TempDir
    private Path directory;

    static Stream<Function<ToolJars, MlopsPipelineBuilder>> descriptions() {
        return Stream.of(Descriptions::plain, Descriptions::full, Descriptions::xgboost);
    }

    @ParameterizedTest
    @MethodSource("descriptions")
    void readsWhatItWrote(Function<ToolJars, MlopsPipelineBuilder> description) {
        ToolJars jars = Descriptions.jars(directory);
        MlopsPipeline pipeline = description.apply(jars).build();

        assertThat(MlopsPipeline.fromJson(pipeline.toJson(), jars)).isEqualTo(pipeline);
        assertThat(pipeline.toBuilder().build()).isEqualTo(pipeline);
    }

    @Test
    void takesTheBuildersDefaultsForWhatIsLeftOut() {
        ToolJars jars = Descriptions.jars(directory);

        assertThat(MlopsPipeline.fromJson(LEAST, jars))
                .isEqualTo(Descriptions.plain(jars).build());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ml.m5.large\", \"instanceTyp\": \"x | training.instanceTyp | a field of [image, instanceType,",
                "\"key\": \"source/fraud.zip\" | source.key |",
                "\"type\": \"s3\" | source.type | one of [s3, connection]",
                "\"name\": \"fraud\", | name |",
            })
    void namesWhatIsUnknownOrMissing(String place, String path, String expected) {
        String changed = path.endsWith("Typ")
                ? LEAST.replaceFirst("\"instanceType\": \"ml.m5.large\",", "\"instanceType\": \"" + place + "\",")
                : LEAST.replace(place, place.startsWith("\"type") ? "\"type\": \"ftp\"" : "")
                        .replace("\"s3\", }", "\"s3\"}");

        List<Problem> problems = problems(changed);

        assertThat(problems).extracting(Problem::path).contains(path);
        assertThat(problems.get(0).expected()).contains(expected == null ? "" : expected);
    }

    @Test
    void namesAllWrongTypesAtOnce() {
        String changed = LEAST.replace(
                "\"test\": {\"instanceType\": \"ml.m5.large\"}",
                "\"test\": {\"instanceType\": 5, \"approve\": \"yes\", \"thresholds\": {\"roc_auc\": \"high\"}},"
                        + "\"options\": {\"executionMode\": \"SERIAL\", \"variables\": {}}");

        assertThat(problems(changed))
                .extracting(Problem::path)
                .containsExactly(
                        "test.instanceType",
                        "test.thresholds.roc_auc",
                        "test.approve",
                        "options.executionMode",
                        "options.variables");
    }

    @Test
    void namesADurationThatIsNone() {
        String changed = LEAST.replace("\"variants\"", "\"deadline\": \"2 hours\", \"variants\"");

        assertThat(problems(changed))
                .extracting(Problem::toString)
                .containsExactly(
                        "stages[0].deadline: got \"2 hours\"; accepted is a duration as PT5M or PT1H30M (ISO 8601);"
                                + " mend the value");
    }

    @Test
    void saysWhereTextIsNotJson() {
        assertThat(problems("{\n oops").get(0).path()).isEqualTo("line 2, column 2");
        assertThat(problems("[]").get(0).expected()).isEqualTo("a JSON object");
        assertThat(problems("{\"schema\": \"mlops.pipeline/9\"}").get(0).toString())
                .startsWith("schema: got \"mlops.pipeline/9\"; accepted is mlops.pipeline/1");
    }

    @Test
    void checksTheDescriptionWhole() {
        assertThat(problems(LEAST.replace("ml.m5.large", "m5.large")))
                .extracting(Problem::path)
                .containsExactly("training.instanceType", "test.instanceType", "deploy[production].instanceType");
    }

    private List<Problem> problems(String json) {
        return catchThrowableOfType(
                        InvalidSpecException.class, () -> MlopsPipeline.fromJson(json, Descriptions.jars(directory)))
                .problems();
    }
}
