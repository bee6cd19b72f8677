package io.mlops.local.codebuild;

import java.util.List;

/**
 * What CodePipeline asks of a build beside the call to {@code StartBuild}, in which AWS has no members for it.
 *
 * @param initiator as {@code codepipeline/fraud}
 * @param revision the primary source's revision
 * @param sources input artifacts, the primary one first
 * @param outputs output artifacts
 */
public record PipelineOrder(String initiator, String revision, List<S3Place> sources, List<S3Place> outputs) {
    /** Copies the lists. */
    public PipelineOrder {
        sources = List.copyOf(sources);
        outputs = List.copyOf(outputs);
    }
}
