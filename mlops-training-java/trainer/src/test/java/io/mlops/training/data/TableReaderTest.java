package io.mlops.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableReaderTest {
    @TempDir
    Path directory;

    private Path channel = Path.of("");

    @BeforeEach
    void makeChannel() throws IOException {
        channel = Files.createDirectory(directory.resolve("training"));
    }

    @Test
    void findsNumbersCategoriesAndMissingValues() throws IOException {
        write("a.csv", "amount,home,y\n1.5,rent,1\n,own,0\n3,,1\n-2e1, own ,0\n");

        Table table = read("y", "1");
        Examples rows = table.examples(all(table), table.describe(all(table), true));

        assertThat(table.describe(all(table), true))
                .containsExactly(
                        new NumericFeature("amount", 1.5, -20, 3),
                        new CategoricalFeature("home", java.util.List.of("own", "rent")));
        assertThat(rows.column(0)).containsExactly(1.5f, 1.5f, 3, -20);
        assertThat(rows.column(1)).containsExactly(1, 0, -1, 0);
        assertThat(rows.targets()).containsExactly(1, 0, 1, 0);
    }

    @Test
    void takesMediansOfTheTrainingRowsAlone() throws IOException {
        write("a.csv", "x,y\n1,1\n2,0\n300,1\n,0\n");

        assertThat(read("y", "1").describe(new int[] {0, 1, 3}, true))
                .containsExactly(new NumericFeature("x", 1.5, 1, 2));
    }

    @Test
    void readsQuotedFieldsAndTheLabelFromAnyColumn() throws IOException {
        write("a.csv", "\uFEFFy,\"job, or none\"\nbad,\"cook, \"\"chef\"\"\"\ngood,smith\nbad,smith\ngood,smith\n");

        Table table = read("y", "bad");

        assertThat(table.features())
                .containsExactly(new CategoricalFeature("job, or none", java.util.List.of("cook, \"chef\"", "smith")));
        assertThat(table.labels()).isEqualTo(Labels.binary("y", "bad", "good"));
    }

    @Test
    void joinsAllFilesUnderTheChannelInTheOrderOfTheirPaths() throws IOException {
        Files.createDirectory(channel.resolve("part"));
        write("part/b.csv", "x,y\n3,1\n4,0\n");
        write("a.csv", "x,y\n1,1\n2,0\n");
        write("_SUCCESS", "");

        Table table = read("y", "1");

        assertThat(table.examples(all(table), table.describe(all(table), true)).column(0))
                .containsExactly(1, 2, 3, 4);
    }

    @Test
    void takesDeclaredColumnsAsCategories() throws IOException {
        write("a.csv", "zip,y\n01,1\n1,0\nB,1\n1,0\n");

        Table table = read(new TableFormat(Task.BINARY, "y", "1", Set.of("zip"), "", true));

        assertThat(table.features()).containsExactly(new CategoricalFeature("zip", java.util.List.of("01", "1", "B")));
    }

    @Test
    void takesLabelsThatAreTheSameNumberAsOneClass() throws IOException {
        write("a.csv", "x,y\n1,1.0\n2,0\n3,1\n4,0.0\n");

        assertThat(read("y", "1").count(1)).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x,y\\n1,1\\nabc,0 | a.csv line 3, column \"x\": \"abc\" is not a number, but the column has numbers",
                "x,y\\nabc,1\\n7,0 | a.csv line 2, column \"x\": \"abc\" is not a number, but the column has numbers (a.csv line 3)",
                "x,y\\n1,1\\nNaN,0 | a.csv line 3, column \"x\": \"NaN\" is not a number",
                "x,y\\n1,1\\n1e999,0 | a.csv line 3, column \"x\": \"1e999\" is not a number",
                "x,z\\n1,1 | a.csv line 1: no label column \"y\"; the columns are \"x\", \"z\"",
                "y\\n1 | no column but the label",
                "x,x,y\\n1,1,1 | two columns are named \"x\"",
                "x,,y\\n1,1,1 | column 2 has no name",
                "x,y\\n1,1\\n2 | a.csv line 3: 1 fields; the header has 2 columns; the first without a field is \"y\"",
                "x,y\\n1,1\\n2,0,5 | a.csv line 3: 3 fields; the header has 2 columns",
                "x,y\\n1,1\\n2, | a.csv line 3, column \"y\": the label is missing; accepted is \"1\"",
                "x,y\\n1,1\\n2,0\\n3,2 | a.csv line 4, column \"y\": \"2\" is a third class; accepted is \"1\" or \"0\"",
                "x,y\\n1,0\\n2,0 | every one of 2 rows has the label \"0\"; two classes are needed",
                "x,y\\n1,1\\n2,0\\n3,0 | 1 positive and 2 other rows; at least two of each",
                "x,y | a header row and no data",
                "x,z,y\\n,1,1\\n,1,1\\n,1,0\\n,1,0 | column \"x\": no row has a value",
            })
    void refusesBadDataAndSaysWhere(String csv, String complaint) throws IOException {
        write("a.csv", csv.replace("\\n", "\n"));

        assertThatThrownBy(() -> read("y", "1"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(complaint);
    }

    @Test
    void countsLinesInsideQuotedFields() throws IOException {
        write("a.csv", "x,t,y\n1,\"two\nlines\",1\n?,b,0\n");

        assertThatThrownBy(() -> read("y", "1")).hasMessageContaining("a.csv line 4, column \"x\"");
    }

    @Test
    void refusesChannelsWithoutRows() throws IOException {
        assertThatThrownBy(() -> read("y", "1")).hasMessageContaining("channel \"training\": no files");
        write("a.csv", "");
        assertThatThrownBy(() -> read("y", "1")).hasMessageContaining("a.csv: the file is empty");
    }

    @Test
    void refusesFilesWithOtherColumns() throws IOException {
        write("a.csv", "x,y\n1,1\n2,0\n");
        write("b.csv", "y,x\n1,1\n0,2\n");

        assertThatThrownBy(() -> read("y", "1"))
                .hasMessageContaining(
                        "b.csv line 1: the columns are \"y\", \"x\", but those of a.csv are \"x\", \"y\"");
    }

    @Test
    void refusesTextThatIsNotUtf8() throws IOException {
        Files.write(channel.resolve("a.csv"), "x,y\n\u00e9,1\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> read("y", "1")).hasMessageContaining("a.csv: not UTF-8");
    }

    @Test
    void refusesQuotesThatDoNotEnd() throws IOException {
        write("a.csv", "x,y\n\"1,1\n2,0\n");

        assertThatThrownBy(() -> read("y", "1"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("a.csv");
    }

    private static int[] all(Table table) {
        return IntStream.range(0, table.rows()).toArray();
    }

    private Table read(String label, String positive) throws IOException {
        return read(TableFormat.binary(label, positive));
    }

    private Table read(TableFormat format) throws IOException {
        TableReader reader = new TableReader(format);
        reader.read(channel);
        return reader.table();
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(channel.resolve(name), content);
    }
}
