package io.mlops.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.Examples;
import io.mlops.Golden;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlanTest {
    private static final ResourceGraph NOTHING = new ResourceGraph(List.of());

    static IntStream seeds() {
        return IntStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void diffOfAGraphWithItselfIsEmpty(int seed) {
        ResourceGraph graph = generated(seed);

        assertThat(Plan.diff(graph, graph).isEmpty()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void applyingADiffLeadsToTheOtherGraph(int seed) {
        ResourceGraph before = generated(seed);
        ResourceGraph after = generated(seed + 1000);

        assertThat(Plan.diff(before, after).appliedTo(before)).isEqualTo(after);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void deletesInTheReverseOrderOfCreation(int seed) {
        ResourceGraph graph = generated(seed);

        List<ResourceId> created = new ArrayList<>(
                Plan.diff(NOTHING, graph).changes().stream().map(Change::id).toList());
        Collections.reverse(created);

        assertThat(Plan.diff(graph, NOTHING).changes().stream().map(Change::id)).containsExactlyElementsOf(created);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void ordersEachResourceAfterAllThatItNeeds(int seed) {
        ResourceGraph graph = generated(seed);

        List<ResourceId> order = graph.order().stream().map(Resource::id).toList();

        assertThat(order)
                .allSatisfy(id -> assertThat(graph.dependencies(id))
                        .allSatisfy(needed -> assertThat(order.indexOf(needed)).isLessThan(order.indexOf(id))));
    }

    @Test
    void takesTagsAloneForNoChangeOfStructure() {
        Pipeline pipeline = pipeline("V2", Map.of("team", "a"));

        assertThat(StructureChange.isOne(new Change.Update(pipeline, pipeline("V2", Map.of("team", "b")))))
                .isFalse();
        assertThat(StructureChange.isOne(new Change.Update(pipeline, pipeline("V1", Map.of("team", "a")))))
                .isTrue();
    }

    private static Pipeline pipeline(String type, Map<String, String> tags) {
        return new Pipeline("fraud", "role", "bucket", "", type, "QUEUED", List.of(), List.of(), List.of(), tags);
    }

    @Test
    void refusesTwoResourcesOfOneName() {
        LogGroup group = new LogGroup("/x", 1, Map.of());

        assertThatThrownBy(() -> new ResourceGraph(List.of(group, group))).hasMessageContaining("log group /x");
    }

    @Test
    void printsACreationAsAPersonWantsToReadIt() throws IOException {
        Golden.matches("plan-create.txt", Plan.diff(NOTHING, Examples.graph(Examples.spec())) + "\n");
    }

    @Test
    void printsTheOldAndNewValueOfEachChangedField() throws IOException {
        ResourceGraph before = Examples.graph(Examples.spec());
        ResourceGraph after = Examples.graph(Examples.spec("ml.m5.xlarge", "d".repeat(64)));

        Golden.matches("plan-update.txt", Plan.diff(before, after) + "\n");
    }

    @Test
    void changesOnlyTheSettingsObjectWhenASettingChanges() {
        ResourceGraph before = Examples.graph(Examples.spec());
        ResourceGraph after = Examples.graph(Examples.spec("ml.m5.xlarge", "a".repeat(64)));

        assertThat(Plan.diff(before, after).of(Change.Update.class))
                .extracting(Change.Update::id)
                .containsExactly(new ResourceId(ResourceType.OBJECT, "settings/settings.zip"));
    }

    @Test
    void saysThatThereIsNothingToDo() {
        ResourceGraph graph = Examples.graph(Examples.spec());

        assertThat(Plan.diff(graph, graph)).hasToString("nothing to change: 20 resources are as described");
    }

    private static ResourceGraph generated(int seed) {
        Random random = new Random(seed);
        List<Resource> resources = new ArrayList<>();
        for (Resource resource : Examples.graph(Examples.spec()).order()) {
            if (random.nextInt(4) > 0) {
                resources.add(random.nextInt(3) == 0 ? drifted(resource, random) : resource);
            }
        }
        Collections.shuffle(resources, random);
        return new ResourceGraph(resources);
    }

    private static Resource drifted(Resource resource, Random random) {
        if (resource instanceof LogGroup group) {
            return new LogGroup(group.name(), random.nextInt(100), group.tags());
        }
        if (resource instanceof StoredObject object) {
            return new StoredObject(object.bucket(), object.key(), "digest" + random.nextInt(3));
        }
        if (resource instanceof Role role) {
            return new Role(role.name(), role.path(), role.trustPolicy(), "", "", Map.of());
        }
        if (resource instanceof BuildProject project) {
            return new BuildProject(
                    project.name(), project.serviceRole(), "", "image", "BUILD_GENERAL1_LARGE", 5, Map.of());
        }
        return resource;
    }
}
