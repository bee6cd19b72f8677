package io.mlops.apply;

import io.mlops.plan.Pipeline;
import io.mlops.spec.Trigger;
import io.mlops.spec.Trigger.Filter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.codepipeline.model.GitBranchFilterCriteria;
import software.amazon.awssdk.services.codepipeline.model.GitConfiguration;
import software.amazon.awssdk.services.codepipeline.model.GitFilePathFilterCriteria;
import software.amazon.awssdk.services.codepipeline.model.GitPushFilter;
import software.amazon.awssdk.services.codepipeline.model.GitTagFilterCriteria;
import software.amazon.awssdk.services.codepipeline.model.PipelineTriggerDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineTriggerProviderType;

/** Translates triggers between the description's records and CodePipeline's: all of them are one source action's. */
final class TriggerDeclarations {
    private TriggerDeclarations() {}

    static List<PipelineTriggerDeclaration> write(List<Trigger> triggers) {
        GitConfiguration git = GitConfiguration.builder()
                .sourceActionName(Pipeline.SOURCE_ACTION)
                .push(triggers.stream().map(TriggerDeclarations::push).toList())
                .build();
        return List.of(PipelineTriggerDeclaration.builder()
                .providerType(PipelineTriggerProviderType.CODE_STAR_SOURCE_CONNECTION)
                .gitConfiguration(git)
                .build());
    }

    private static GitPushFilter push(Trigger trigger) {
        GitPushFilter.Builder push = GitPushFilter.builder();
        if (!trigger.branches().isEmpty()) {
            push.branches(GitBranchFilterCriteria.builder()
                    .includes(given(trigger.branches().includes()))
                    .excludes(given(trigger.branches().excludes()))
                    .build());
        }
        if (!trigger.tags().isEmpty()) {
            push.tags(GitTagFilterCriteria.builder()
                    .includes(given(trigger.tags().includes()))
                    .excludes(given(trigger.tags().excludes()))
                    .build());
        }
        if (!trigger.paths().isEmpty()) {
            push.filePaths(GitFilePathFilterCriteria.builder()
                    .includes(given(trigger.paths().includes()))
                    .excludes(given(trigger.paths().excludes()))
                    .build());
        }
        return push.build();
    }

    /** CodePipeline takes a list of at least one pattern, or none. */
    private static @Nullable List<String> given(List<String> patterns) {
        return patterns.isEmpty() ? null : patterns;
    }

    static List<Trigger> read(List<PipelineTriggerDeclaration> declarations) {
        return declarations.stream()
                .flatMap(declaration -> declaration.gitConfiguration().push().stream())
                .map(TriggerDeclarations::read)
                .toList();
    }

    private static Trigger read(GitPushFilter push) {
        return new Trigger(
                Optional.ofNullable(push.branches())
                        .map(filter -> new Filter(filter.includes(), filter.excludes()))
                        .orElse(Filter.NONE),
                Optional.ofNullable(push.tags())
                        .map(filter -> new Filter(filter.includes(), filter.excludes()))
                        .orElse(Filter.NONE),
                Optional.ofNullable(push.filePaths())
                        .map(filter -> new Filter(filter.includes(), filter.excludes()))
                        .orElse(Filter.NONE));
    }
}
