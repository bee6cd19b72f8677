package io.mlops.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Holds the page of hyperparameters to the code; with {@code -Dpages.write=true} writes it. */
class HyperparameterPageTest {
    private static final Path PAGE = Path.of("../../docs/training/hyperparameters.md");

    @Test
    void listsEveryHyperparameterAsTheCodeHasIt() throws IOException {
        String page = page();

        if (Boolean.getBoolean("pages.write")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, page);
        }

        assertThat(PAGE).content().isEqualTo(page);
    }

    private static String page() {
        StringBuilder page = new StringBuilder();
        page.append("# Hyperparameters of the trainer\n\n");
        page.append(
                "Made from the code by `HyperparameterPageTest` (`-Dpages.write=true`). Values are texts, as SageMaker");
        page.append(
                " hands them over. Unknown names are refused with the nearest known one; all faults are told at once.\n\n");
        page.append("| name | scikit-learn's name | default | accepted | |\n|---|---|---|---|---|\n");
        for (Hyperparameter each : Hyperparameter.values()) {
            page.append("| `").append(each.text()).append("` | ");
            page.append(code(each.alias()))
                    .append(" | ")
                    .append(code(each.otherwise()))
                    .append(" | ");
            page.append(each.accepted()).append(" | ").append(each.meaning()).append(" |\n");
        }
        return page.toString();
    }

    private static String code(String text) {
        return text.isEmpty() ? "" : "`" + text + "`";
    }
}
