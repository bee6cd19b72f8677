package io.mlops.modeltest.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void comparesLabelsStrippedAndNumbersAsNumbers() {
        Suite numbers = new Suite("holdout.csv", "y", "1", List.of());

        assertThat(LabelledRows.read("a,y\n1, bad \n2,good\n", SUITE).positives())
                .containsExactly(true, false);
        assertThat(LabelledRows.read("a,y\n1,1.0\n2,0\n3,-0.0\n4,1e0\n", numbers)
                        .positives())
                .containsExactly(true, false, false, true);
    }

    @Test
    void refusesAMissingLabelAndAThirdClassByLine() {
        assertThatThrownBy(() -> LabelledRows.read("a,y\n1,bad\n2, \n", SUITE))
                .hasMessageStartingWith(
                        "holdout.csv: line 3: field y: got nothing; accepted is \"bad\" or one other value");
        assertThatThrownBy(() -> LabelledRows.read("a,y\n1,bad\n2,good\n3,Bad\n", SUITE))
                .hasMessageStartingWith("holdout.csv: line 4: field y: got \"Bad\"; accepted is \"bad\" or \"good\"");
    }

    @Test
    void refusesMoreThanASmallBuildHolds(@TempDir Path source) throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(source.resolve("holdout.csv").toFile(), "rw")) {
            file.setLength((64L << 20) + 1);
        }

        assertThatThrownBy(() -> LabelledRows.read(source, SUITE))
                .hasMessage("holdout.csv: got 67108865 bytes; accepted are at most 67108864; use fewer rows");
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
