package io.mlops.plan.iam;

import io.mlops.spec.ApprovalStage;
import io.mlops.spec.Names;
import io.mlops.spec.S3Source;
import java.util.ArrayList;
import java.util.List;

/** Writes the policies of CodePipeline, and of the rule that starts it. */
final class PipelinePolicies {
    private final Grants grants;
    private final Names names;

    PipelinePolicies(Grants grants) {
        this.grants = grants;
        this.names = grants.names();
    }

    List<Statement> pipeline() {
        List<String> readable = new ArrayList<>(List.of(names.artifactKeys(), Names.TOOLS_KEY, Names.SETTINGS_KEY));
        if (grants.spec().source() instanceof S3Source s3) {
            readable.add(s3.key());
        }
        return Grants.join(
                List.of(
                        Statement.allow("Sources", "s3:GetObject", "s3:GetObjectVersion")
                                .on(grants.keys(readable)),
                        Statement.allow("Artifacts", "s3:PutObject").on(grants.keys(names.artifactKeys())),
                        // The minimum of the user guide's "CodePipeline service role policy", and ListBucket.
                        grants.bucketReads("s3:GetBucketVersioning", "s3:ListBucket"),
                        Statement.allow("Builds", "codebuild:StartBuild", "codebuild:BatchGetBuilds")
                                .on(
                                        grants.arn("codebuild", "project/" + names.trainProject()),
                                        grants.arn("codebuild", "project/" + names.testProject())),
                        Statement.allow("Deploy", "lambda:InvokeFunction")
                                .on(grants.arn("lambda", "function:" + names.function())),
                        Statement.allow("FindFunction", "lambda:ListFunctions").on("*")),
                grants.useConnection().stream().toList(),
                notify(grants),
                grants.useKey());
    }

    private static List<Statement> notify(Grants grants) {
        List<String> topics = grants.spec().stages().stream()
                .filter(ApprovalStage.class::isInstance)
                .map(stage -> ((ApprovalStage) stage).topicArn())
                .filter(topic -> !topic.isEmpty())
                .distinct()
                .toList();
        return topics.isEmpty()
                ? List.of()
                : List.of(Statement.allow("Notify", "sns:Publish").on(topics));
    }

    List<Statement> start() {
        return List.of(Statement.allow("Start", "codepipeline:StartPipelineExecution")
                .on(grants.arn("codepipeline", grants.spec().pipelineName())));
    }
}
