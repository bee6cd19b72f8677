package io.mlops.local.codepipeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineMetadata;
import software.amazon.awssdk.services.codepipeline.model.StageDeclaration;

/** A pipeline with its executions. Guarded by its own monitor. */
final class Pipeline {
    private final TreeMap<Integer, PipelineDeclaration> versions = new TreeMap<>();
    private final Map<String, String> tags = new LinkedHashMap<>();
    private final Map<String, StageSlot> slots = new LinkedHashMap<>();
    private final Map<String, Execution> executions = new LinkedHashMap<>();
    private final Map<String, String> executionsByToken = new LinkedHashMap<>();
    private PipelineMetadata metadata;
    private boolean deleted;

    Pipeline(PipelineDeclaration declaration, String arn, Instant now) {
        this.metadata = PipelineMetadata.builder()
                .pipelineArn(arn)
                .created(now)
                .updated(now)
                .build();
        declare(declaration);
    }

    private void declare(PipelineDeclaration declaration) {
        versions.put(declaration.version(), declaration);
        Map<String, StageSlot> kept = new LinkedHashMap<>();
        declaration
                .stages()
                .forEach(stage -> kept.put(stage.name(), slots.getOrDefault(stage.name(), new StageSlot())));
        slots.clear();
        slots.putAll(kept);
    }

    void update(PipelineDeclaration declaration, Instant now) {
        declare(declaration);
        metadata = metadata.toBuilder().updated(now).build();
    }

    String name() {
        return declaration().name();
    }

    PipelineDeclaration declaration() {
        return versions.lastEntry().getValue();
    }

    /** The names of the stages, in order. */
    List<String> stages() {
        return declaration().stages().stream().map(StageDeclaration::name).toList();
    }

    Optional<PipelineDeclaration> version(int version) {
        return Optional.ofNullable(versions.get(version));
    }

    PipelineMetadata metadata() {
        return metadata;
    }

    Map<String, String> tags() {
        return tags;
    }

    Map<String, StageSlot> slots() {
        return slots;
    }

    StageSlot slot(String stage) {
        return slots.computeIfAbsent(stage, made -> new StageSlot());
    }

    Map<String, Execution> executions() {
        return executions;
    }

    List<Execution> newestFirst() {
        List<Execution> reversed = new ArrayList<>(executions.values());
        Collections.reverse(reversed);
        return reversed;
    }

    Map<String, String> executionsByToken() {
        return executionsByToken;
    }

    boolean isDeleted() {
        return deleted;
    }

    void delete() {
        deleted = true;
    }
}
