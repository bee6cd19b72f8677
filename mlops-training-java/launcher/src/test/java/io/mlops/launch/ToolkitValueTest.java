package io.mlops.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToolkitValueTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"100", "-3", "0", "0.5", "10.0", "0.001", "true", "false", "[1,2]", "{\"a\":1}", "\"gini\""})
    void leavesJsonAsItIs(String value) {
        assertThat(ToolkitValue.of("key", value)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "gini|\"gini\"",
                "1.10|\"1.10\"",
                "007|\"007\"",
                "1e5|\"1e5\"",
                "12345678901234567890|\"12345678901234567890\"",
                "null|\"null\"",
                "NaN|\"NaN\"",
                "1 2|\"1 2\"",
                "[1,|\"[1,\"",
                "say \"a\"|\"say \\\"a\\\"\"",
                "''|\"\""
            })
    void makesAJsonTextOfAnythingElse(String value, String expected) {
        assertThat(ToolkitValue.of("key", value)).isEqualTo(expected);
    }

    @Test
    void refusesATextThatBecomesTooLong() {
        assertThat(ToolkitValue.of("key", "x".repeat(2498))).hasSize(2500);
        assertThatThrownBy(() -> ToolkitValue.of("notes", "x".repeat(2499)))
                .isInstanceOf(LaunchFailedException.class)
                .hasMessageContaining("hyperParameters.notes: got 2501 characters");
    }
}
