package io.mlops.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.local.call.Operation;
import io.mlops.local.call.Service;
import io.mlops.local.call.ServiceCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds {@code docs/local/supported.md} to the code: the operations are those that the services serve, and what is said of
 * each service stands in {@code src/supported}.
 */
class SupportedPageTest {
    private static final Path PAGE = Path.of("../docs/local/supported.md");
    private static final Path TEXTS = Path.of("src/supported");
    private static final int WIDTH = 120;

    private final ServiceCatalog catalog = new ServiceCatalog(LocalServices.all());

    private List<Service<?>> services() {
        return catalog.services().stream()
                .sorted(Comparator.comparing(Service::name))
                .toList();
    }

    private static String text(String name) throws IOException {
        Path file = TEXTS.resolve(name + ".md");
        assertThat(file)
                .as("what is faithful and what is simplified of " + name)
                .exists();
        return Files.readString(file).strip() + "\n";
    }

    private String section(Service<?> service) throws IOException {
        List<Operation> served = catalog.served(service);
        String names = served.stream().map(Operation::name).collect(Collectors.joining(" "));
        return text(service.name()) + "\n" + wrapped(served.size() + " operations: " + names) + "\n";
    }

    private static String wrapped(String words) {
        StringBuilder lines = new StringBuilder();
        int width = 0;
        for (String word : words.split(" ", -1)) {
            if (width > 0 && width + 1 + word.length() > WIDTH) {
                lines.append('\n');
                width = 0;
            }
            lines.append(width == 0 ? "" : " ").append(word);
            width += word.length() + (width == 0 ? 0 : 1);
        }
        return lines.append('\n').toString();
    }

    @Test
    void thePageSaysWhatTheCodeDoes() throws IOException {
        StringBuilder page = new StringBuilder(text("about")).append('\n');
        for (Service<?> service : services()) {
            page.append(section(service));
        }

        if (Boolean.getBoolean("mlops.supported.write")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, page);
        }

        assertThat(PAGE)
                .as("docs/local/supported.md is stale: write it by ./mvnw -pl mlops-local test"
                        + " -Dtest=SupportedPageTest -Dmlops.supported.write=true")
                .hasContent(page.toString());
    }

    @Test
    void everyTextIsOfAServiceThatIsServed() throws IOException {
        try (Stream<Path> texts = Files.list(TEXTS)) {
            assertThat(texts.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                    Stream.of("about"), services().stream().map(Service::name))
                            .map(name -> name + ".md")
                            .toList());
        }
    }
}
