package io.mlops.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.Examples;
import io.mlops.ExportDescriptions;
import io.mlops.Golden;
import io.mlops.spec.PipelineSpec;
import java.io.IOException;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The charts were also drawn by Mermaid 11's own parser; here stands the part of its grammar that they keep to. */
class MermaidTest {
    private static final String TEXT = "\"[^\"\\\\`&]*\"";
    private static final Pattern LINE = Pattern.compile("flowchart LR"
            + "|  subgraph stage\\d+\\[" + TEXT + "\\]"
            + "|    stage\\d+action\\d+(?:\\[" + TEXT + "\\]|\\{\\{" + TEXT + "\\}\\})"
            + "|  end"
            + "|  stage\\d+action\\d+ -->\\|" + TEXT + "\\| stage\\d+action\\d+"
            + "|  stage\\d+action\\d+ ==> stage\\d+action\\d+"
            + "|  stage\\d+action\\d+ -\\.->\\|" + TEXT + "\\| endpoint\\d+\\(\\[" + TEXT + "\\]\\)");

    static Stream<String> descriptions() {
        return ExportDescriptions.all().keySet().stream();
    }

    @Test
    void drawsStagesActionsArtifactsApprovalsAndEndpoints() throws IOException {
        Golden.matches(
                "pipeline.mmd",
                Mermaid.of(Examples.with(b -> b.approval("release", a -> {})
                        .deploy("rest", d -> d.endpoint("fraud-rest").serverless(2048, 20)))));
    }

    @ParameterizedTest
    @MethodSource("descriptions")
    void keepsToTheGrammarAndDrawsEachActionOnce(String description) {
        PipelineSpec spec = Objects.requireNonNull(ExportDescriptions.all().get(description));

        String chart = Mermaid.of(spec);

        assertThat(chart.lines()).allMatch(line -> LINE.matcher(line).matches());
        assertThat(Pattern.compile("(?m)^    (stage\\d+action\\d+)")
                        .matcher(chart)
                        .results()
                        .map(MatchResult::group))
                .doesNotHaveDuplicates();
        assertThat(new TreeSet<>(
                        chart.lines().filter(line -> line.contains("endpoint")).toList()))
                .hasSize(spec.deployStages().size());
    }

    @Test
    void escapesWhatMermaidOrHtmlWouldRead() {
        assertThat(Mermaid.label("a\"b<c>#&`x\\end\nz", "next"))
                .isEqualTo("\"a#34;b#60;c#62;#35;#38;#96;x#92;end z<br/>next\"");
    }
}
