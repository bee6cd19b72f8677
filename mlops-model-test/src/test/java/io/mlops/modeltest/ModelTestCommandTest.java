package io.mlops.modeltest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ModelTestCommandTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    @Test
    void cannotJudgeWithoutSettings() {
        int exit = ModelTestCommand.execute(out, "run", "--settings", "absent.json", "--model-package-arn", "arn:x");

        assertThat(exit).isEqualTo(2);
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .singleElement()
                .asString()
                .contains("could not be judged: --settings absent.json");
    }

    @Test
    void refusesAnIncompleteCommandLine() {
        assertThat(ModelTestCommand.execute(out, "run")).isEqualTo(2);
    }
}
