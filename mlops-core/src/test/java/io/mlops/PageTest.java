package io.mlops;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.aws.Aws;
import io.mlops.local.LocalAws;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs everything on a page under {@code docs} in an account of its own: programs and shell as they stand there; the Java of
 * a snippet stands in the page's test, word for word. What the page says to be printed is compared with what is.
 */
abstract class PageTest {
    private static final Path SOURCES = Path.of("src/test/java/io/mlops");
    private static final String TOOLS = "classes/META-INF/mlops/tools";

    @TempDir
    Path directory;

    final Page page;
    LocalAws local;
    Aws aws;
    ToolJars jars;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = System.out;

    PageTest(String name) {
        try {
            page = Page.read(Path.of("..", "docs", name));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void openAccount() throws IOException {
        local = LocalAws.builder().directory(directory.resolve("aws")).start();
        aws = Aws.at(local.endpoint(), local.region(), local.accessKeyId(), local.secretAccessKey());
        Path tools = Files.createDirectories(directory.resolve(TOOLS));
        jars = ToolJars.at(
                Descriptions.jar(tools, "mlops-launcher"),
                Descriptions.jar(tools, "mlops-model-test"),
                Descriptions.jar(tools, "mlops-lambda-deploy"));
        quickJava();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void closeAccount() {
        System.setOut(out);
        aws.close();
        local.close();
    }

    @Test
    void runsEverythingThatThePageShows() throws IOException {
        String here = Files.readString(SOURCES.resolve(getClass().getSimpleName() + ".java"));
        String words = Page.words(here);

        assertThat(page.snippets()).isNotEmpty().allSatisfy((name, text) -> {
            if (name.startsWith("java: ")) {
                assertThat(words).contains(Page.words(text));
            } else {
                assertThat(here).containsAnyOf(quoted(name), quoted(name.substring(name.indexOf(' ') + 1)));
            }
        });
    }

    /** The shell's {@code java} is this one, which begins as quickly as it can. */
    private void quickJava() throws IOException {
        Path java = Files.createDirectories(directory.resolve("bin")).resolve("java");
        Files.writeString(
                java,
                "#!/bin/sh\nexec '" + System.getProperty("java.home")
                        + "/bin/java' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \"$@\"\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
    }

    private static String quoted(String name) {
        return '"' + name + '"';
    }

    /** Compares what was printed since the last comparison. */
    void shows(String name) {
        String text = printed.toString(StandardCharsets.UTF_8);
        printed.reset();
        page.shows(name, text);
    }

    /** Puts a program of the page where the shell finds it. */
    void program(String name) throws IOException {
        Files.writeString(directory.resolve(name + ".java"), page.snippet("program: " + name));
    }

    String shell(String name) {
        return shell(name, Map.of());
    }

    String shell(String name, Map<String, String> more) {
        Command.Output output = run(name, more);
        assertThat(output.status()).as(output.text()).isZero();
        return output.text();
    }

    /** Runs the shell's lines in this account, whatever they end with. */
    Command.Output run(String name) {
        return run(name, Map.of());
    }

    private Command.Output run(String name, Map<String, String> more) {
        Map<String, String> environment = new TreeMap<>(more);
        environment.put("AWS_ENDPOINT_URL", local.endpoint().toString());
        environment.put("AWS_REGION", local.region());
        environment.put("AWS_DEFAULT_REGION", local.region());
        environment.put("AWS_ACCESS_KEY_ID", local.accessKeyId());
        environment.put("AWS_SECRET_ACCESS_KEY", local.secretAccessKey());
        environment.put("AWS_CONFIG_FILE", directory.resolve("none").toString());
        environment.put("AWS_SHARED_CREDENTIALS_FILE", directory.resolve("none").toString());
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
        environment.put("AWS_PAGER", "");
        environment.put("PATH", directory.resolve("bin") + File.pathSeparator + System.getenv("PATH"));
        environment.put(
                "CLASSPATH", directory.resolve("classes") + File.pathSeparator + System.getProperty("java.class.path"));
        return Command.find("bash", environment)
                .run(List.of("-euc", "cd \"$0\"\n" + page.shell(name), directory.toString()));
    }
}
