package io.mlops.local.codepipeline;

import io.mlops.local.call.Refusals;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.SourceRevisionOverride;
import software.amazon.awssdk.services.codepipeline.model.SourceRevisionType;

/** Revisions that an execution's start asks of its sources (CodePipeline user guide, "source revision override"). */
final class RevisionOverrides {
    private RevisionOverrides() {}

    static void check(PipelineDeclaration pipeline, List<SourceRevisionOverride> revisions) {
        for (SourceRevisionOverride revision : revisions) {
            ActionDeclaration source = pipeline.stages().get(0).actions().stream()
                    .filter(action -> action.name().equals(revision.actionName()))
                    .findFirst()
                    .orElseThrow(() -> Refusals.validation(
                            "The source revision override names no source action: " + revision.actionName()));
            boolean key = revision.revisionType() == SourceRevisionType.S3_OBJECT_KEY;
            if (!key && revision.revisionType() != SourceRevisionType.S3_OBJECT_VERSION_ID) {
                throw Refusals.validation("The source revision type " + revision.revisionTypeAsString()
                        + " is not valid for the S3 source action " + source.name());
            }
            if (key
                    && !source.configuration()
                            .getOrDefault("AllowOverrideForS3ObjectKey", "false")
                            .equals("true")) {
                throw Refusals.validation("The source action " + source.name()
                        + " does not allow to override its S3ObjectKey: AllowOverrideForS3ObjectKey is not true");
            }
        }
    }

    static Optional<String> of(Execution execution, String action, SourceRevisionType type) {
        return execution.start().revisions().stream()
                .filter(revision -> revision.actionName().equals(action) && revision.revisionType() == type)
                .map(SourceRevisionOverride::revisionValue)
                .findFirst();
    }
}
