package io.mlops.modeltest.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelledRowsTest {
    private static final Suite SUITE = new Suite("holdout.csv", "y", "bad", List.of());

    @Test
    void partsLabelAndFeatures() {
        LabelledRows rows =
                LabelledRows.read("\uFEFFa,y,b\r\n1,bad,\"x, \"\"y\"\"\"\r\n\r\n,good,\"two\nlines\"\r\n", SUITE);

        assertThat(rows.positives()).containsExactly(true, false);
        assertThat(rows.features()).containsExactly(List.of("1", "x, \"y\""), List.of("", "two\nlines"));
        assertThat(rows.csv(0)).isEqualTo("1,\"x, \"\"y\"\"\"");
        assertThat(rows.csv(1)).isEqualTo(",\"two\nlines\"");
    }

    @Test
    void namesTheLineWithAnotherNumberOfColumns() {
        assertThatThrownBy(() -> LabelledRows.read("a,y\n1,bad\n2\n", SUITE))
                .hasMessage("holdout.csv: line 3: got 1 columns; accepted are 2 as in the header");
    }

    @Test
    void namesTheLabelThatIsNoColumn() {
        assertThatThrownBy(() -> LabelledRows.read("a,b\n1,2\n", SUITE))
                .hasMessageContaining("field data.label: got \"y\"")
                .hasMessageContaining("a, b");
    }

    @Test
    void refusesRowsOfOneClass() {
        assertThatThrownBy(() -> LabelledRows.read("a,y\n1,good\n", SUITE))
                .hasMessageContaining("rows of both classes");
        assertThatThrownBy(() -> LabelledRows.read("a,y\n", SUITE)).hasMessageContaining("0 rows of 0");
    }

    @Test
    void refusesAnOpenQuote() {
        assertThatThrownBy(() -> LabelledRows.read("a,y\n\"1,good\n", SUITE)).hasMessageContaining("not closed");
    }

    @Test
    void staysInTheSource() {
        Suite outside = new Suite("../holdout.csv", "y", "bad", List.of());
        assertThatThrownBy(() -> LabelledRows.read(Path.of("source"), outside))
                .hasMessageContaining("stays in the source");
    }
}
