package io.mlops.plan.iam;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mlops.Descriptions;
import io.mlops.Examples;
import io.mlops.ToolJars;
import io.mlops.spec.Names;
import io.mlops.spec.PipelineSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds {@code docs/permissions.md} to the policies; the reasons stand in {@code src/permissions}. */
class PermissionsPageTest {
    private static final Path PAGE = Path.of("../docs/permissions.md");
    /** Region and account say nothing to a reader. */
    private static final String NOISE = "arn:aws:([a-z0-9-]+):[a-z0-9*-]*:[0-9*]*:";

    private final PermissionTexts texts = PermissionTexts.read();

    @TempDir
    private Path directory;

    private List<PipelineSpec> descriptions;

    @BeforeEach
    void describe() {
        ToolJars jars = Descriptions.jars(directory);
        descriptions = List.of(
                Descriptions.plain(jars).build().spec(),
                Descriptions.full(jars).namePrefix("").bucket("").build().spec());
    }

    @Test
    void thePageSaysWhatThePoliciesAllow() throws IOException {
        StringBuilder page = new StringBuilder(text("about.md"));
        for (Actor actor : Actor.values()) {
            page.append(section(actor));
        }
        page.append(anywhere()).append(uncalled()).append(text("operator.md"));
        page.append("```json\n").append(Files.readString(PermissionTexts.PLACE.resolve("operator.json")));
        page.append("```\n");

        if (Boolean.getBoolean("mlops.permissions.write")) {
            Files.writeString(PAGE, page);
        }

        assertThat(PAGE)
                .as("docs/permissions.md is stale: write it by ./mvnw -pl mlops-core -am test"
                        + " -Dtest=PermissionsPageTest -Dsurefire.failIfNoSpecifiedTests=false"
                        + " -Dmlops.permissions.write=true")
                .hasContent(page.toString());
    }

    @Test
    void givesNoReasonForAStatementThatThereIsNot() {
        Set<String> known = new TreeSet<>();
        for (Actor actor : Actor.values()) {
            known.add(actor.name());
            statements(actor).keySet().forEach(sid -> {
                known.add(sid);
                known.add(actor + "/" + sid);
            });
        }

        assertThat(known).containsAll(texts.statements().keySet());
    }

    private static String text(String file) throws IOException {
        return Files.readString(PermissionTexts.PLACE.resolve(file)).strip() + "\n\n";
    }

    /** By name, from the first description that has it. */
    private Map<String, Statement> statements(Actor actor) {
        Map<String, Statement> statements = new LinkedHashMap<>();
        for (PipelineSpec spec : descriptions) {
            new RolePolicies(spec, spec.names(Examples.ACCOUNT))
                    .of(actor)
                    .statements()
                    .forEach(statement -> statements.putIfAbsent(statement.sid(), statement));
        }
        return statements;
    }

    private String section(Actor actor) throws IOException {
        Names names = descriptions.get(0).names(Examples.ACCOUNT);
        String service = JsonMapper.builder()
                .build()
                .readTree(actor.trust(Examples.ACCOUNT).json())
                .at("/Statement/0/Principal/Service")
                .asText();
        StringBuilder section = new StringBuilder("## `" + actor.roleName(names) + "`\n\n");
        section.append(texts.statement(actor.name()))
                .append(". Assumed by `")
                .append(service)
                .append("`.\n\n");
        section.append("| statement | actions | on | why |\n|---|---|---|---|\n");
        statements(actor)
                .forEach((sid, statement) -> section.append("| ")
                        .append(sid)
                        .append(" | ")
                        .append(statement.effect() == Statement.Effect.DENY ? "**Deny** " : "")
                        .append(code(statement.actions()))
                        .append(" | ")
                        .append(code(statement.resources()))
                        .append(conditions(statement))
                        .append(" | ")
                        .append(texts.statement(actor, sid))
                        .append(" |\n"));
        return section.append('\n').toString();
    }

    private static String conditions(Statement statement) {
        return statement.conditions().stream()
                .map(condition ->
                        ", when `" + condition.key() + "` " + condition.operator() + " `" + condition.value() + "`")
                .collect(Collectors.joining());
    }

    private static String code(List<String> words) {
        return words.stream()
                .map(word -> "`" + word.replaceFirst(NOISE, "") + "`")
                .collect(Collectors.joining(", "));
    }

    private String anywhere() {
        StringBuilder section =
                new StringBuilder("## Any resource\n\n`*` stands only where the service takes nothing else.\n\n");
        section.append("| actions | what they reach | source |\n|---|---|---|\n");
        texts.anyLines()
                .forEach(line -> section.append("| ")
                        .append(code(PermissionTexts.words(line.get(0)).toList()))
                        .append(" | ")
                        .append(line.get(1))
                        .append(" | ")
                        .append(line.get(2))
                        .append(" |\n"));
        return section.append('\n').toString();
    }

    private String uncalled() {
        StringBuilder section = new StringBuilder("## Granted, and called by AWS's services alone\n\n");
        section.append("| roles | actions | why | source |\n|---|---|---|---|\n");
        texts.uncalledLines()
                .forEach(line -> section.append("| ")
                        .append(PermissionTexts.words(line.get(0))
                                .map(actor -> actor.toLowerCase(Locale.ROOT).replace('_', '-'))
                                .collect(Collectors.joining(", ")))
                        .append(" | ")
                        .append(code(PermissionTexts.words(line.get(2)).toList()))
                        .append(" | ")
                        .append(line.get(3))
                        .append(" | ")
                        .append(line.get(4))
                        .append(" |\n"));
        return section.append('\n').toString();
    }
}
