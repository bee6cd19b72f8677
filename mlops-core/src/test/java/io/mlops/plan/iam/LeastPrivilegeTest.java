package io.mlops.plan.iam;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.Descriptions;
import io.mlops.Examples;
import io.mlops.MlopsPipeline;
import io.mlops.ToolJars;
import io.mlops.local.iam.RecordedQuestions;
import io.mlops.plan.iam.PermissionTexts.Grant;
import io.mlops.spec.PipelineSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Holds the policies to what the roles asked of IAM in whole executions that {@code PermissionsIT} of the example ran and
 * recorded: nothing of it is refused, and no action could be left out. What the emulator's services do not ask, though AWS
 * does, stands in {@code src/permissions/uncalled.txt} with reason and source.
 */
class LeastPrivilegeTest {
    private static final Path PROOF = Path.of("src/test/resources/permissions");

    private final RecordedQuestions asked = RecordedQuestions.read(PROOF.resolve("calls.jsonl"));

    private final PermissionTexts texts = PermissionTexts.read();

    @TempDir
    private Path directory;

    private PipelineSpec recorded;

    @BeforeEach
    void describe() throws IOException {
        recorded = MlopsPipeline.fromJson(
                        Files.readString(PROOF.resolve("description.json")), Descriptions.jars(directory))
                .spec();
    }

    private RolePolicies policies(PipelineSpec spec) {
        return new RolePolicies(spec, spec.names(Examples.ACCOUNT));
    }

    private String role(Actor actor) {
        return actor.roleName(recorded.names(Examples.ACCOUNT));
    }

    @ParameterizedTest
    @EnumSource(Actor.class)
    void allowsWhateverARoleCalled(Actor actor) {
        assertThat(asked.of(role(actor))).isNotEmpty();

        assertThat(asked.refused(role(actor), policies(recorded).of(actor).json()))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Actor.class)
    void refusesACallWithoutAnyOneOfTheActions(Actor actor) {
        Set<Grant> free = granted(recorded, actor);
        free.removeIf(this::isNeeded);
        free.removeAll(texts.uncalled());

        assertThat(free)
                .as("what no recorded call needs: take it away, or give reason and source in uncalled.txt")
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Actor.class)
    void grantsNothingElseWhereMoreIsDescribed(Actor actor) {
        Set<Grant> free = everything(actor);
        free.removeIf(this::isNeeded);
        free.removeAll(texts.uncalled());

        assertThat(free)
                .as("what other descriptions add: let PermissionsIT call it, or write it into uncalled.txt")
                .isEmpty();
    }

    @Test
    void listsAsUncalledOnlyWhatIsGrantedAndWasNotCalled() {
        Set<Grant> all = new TreeSet<>();
        for (Actor actor : Actor.values()) {
            all.addAll(everything(actor));
        }

        assertThat(all).containsAll(texts.uncalled());
        assertThat(texts.uncalled()).noneMatch(this::isNeeded);
    }

    @Test
    void keepsWhatTrainsFromApprovingWhateverElseAllows() {
        List<Statement> all =
                new ArrayList<>(policies(recorded).of(Actor.TRAIN_BUILD).statements());
        all.add(Statement.allow("Everything", "*").on("*"));

        assertThat(asked.refused(role(Actor.TEST_BUILD), new PolicyDocument(all).json()))
                .isNotEmpty()
                .extracting(RecordedQuestions.Asked::action)
                .containsOnly("sagemaker:UpdateModelPackage");
    }

    @Test
    void namesEveryActionThatIsGrantedOnAnyResource() {
        Set<String> actions = descriptions()
                .flatMap(spec ->
                        Stream.of(Actor.values()).flatMap(actor -> policies(spec).of(actor).statements().stream()))
                .filter(statement -> statement.effect() == Statement.Effect.ALLOW)
                .filter(statement -> statement.resources().contains("*"))
                .flatMap(statement -> statement.actions().stream())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(actions).containsExactlyElementsOf(texts.anywhere());
    }

    /** What any description makes the actor be granted. */
    private Set<Grant> everything(Actor actor) {
        return descriptions()
                .flatMap(spec -> granted(spec, actor).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Stream<PipelineSpec> descriptions() {
        ToolJars jars = Descriptions.jars(directory);
        return Stream.concat(
                Stream.of(recorded),
                Stream.of(Descriptions.plain(jars), Descriptions.full(jars), Descriptions.xgboost(jars))
                        .map(builder -> builder.build().spec()));
    }

    private Set<Grant> granted(PipelineSpec spec, Actor actor) {
        return policies(spec).of(actor).statements().stream()
                .filter(statement -> statement.effect() == Statement.Effect.ALLOW)
                .flatMap(statement ->
                        statement.actions().stream().map(action -> new Grant(actor, statement.sid(), action)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether a recorded call is refused where that statement lacks the action. */
    private boolean isNeeded(Grant grant) {
        List<Statement> left = policies(recorded).of(grant.actor()).statements().stream()
                .flatMap(statement ->
                        statement.sid().equals(grant.sid()) ? without(statement, grant.action()) : Stream.of(statement))
                .toList();
        return !asked.refused(role(grant.actor()), new PolicyDocument(left).json())
                .isEmpty();
    }

    private static Stream<Statement> without(Statement statement, String action) {
        List<String> left = statement.actions().stream()
                .filter(other -> !other.equals(action))
                .toList();
        return left.isEmpty()
                ? Stream.empty()
                : Stream.of(new Statement(
                        statement.sid(),
                        statement.effect(),
                        statement.principals(),
                        left,
                        statement.resources(),
                        statement.conditions()));
    }
}
