package io.mlops.apply;

import io.mlops.aws.AwsClients;
import io.mlops.plan.Pipeline;
import io.mlops.spec.Names;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.Tag;

/** Provisions the pipeline, and stops the execution that its creation starts. */
final class PipelineProvisioner implements Provisioner<Pipeline> {
    private final AwsClients aws;
    private final Tags tags;
    private final Names names;
    private final RoleRetry retry;
    private final Waiting waiting;
    private final ApplyListener listener;

    PipelineProvisioner(
            AwsClients aws, Tags tags, Names names, RoleRetry retry, Waiting waiting, ApplyListener listener) {
        this.aws = aws;
        this.tags = tags;
        this.names = names;
        this.retry = retry;
        this.waiting = waiting;
        this.listener = listener;
    }

    @Override
    public Class<Pipeline> type() {
        return Pipeline.class;
    }

    @Override
    public Optional<Pipeline> read(String name) {
        CodePipelineClient codePipeline = aws.codePipeline();
        return Missing.orValue(() ->
                        codePipeline.getPipeline(request -> request.name(name)).pipeline())
                .map(declaration -> PipelineDeclarations.read(
                        declaration,
                        tags.own(
                                codePipeline
                                        .listTagsForResource(request -> request.resourceArn(arn(name)))
                                        .tags(),
                                Tag::key,
                                Tag::value)));
    }

    @Override
    public void create(Pipeline wanted) {
        PipelineDeclaration declaration = PipelineDeclarations.write(wanted);
        retry.call(
                wanted.id().toString(),
                () -> aws.codePipeline()
                        .createPipeline(request -> request.pipeline(declaration).tags(tags(wanted.tags()))));
        new FirstExecution(aws, wanted.name(), waiting, listener).stopNew();
    }

    @Override
    public void update(Pipeline before, Pipeline after) {
        if (!before.tags().equals(after.tags())) {
            aws.codePipeline()
                    .tagResource(
                            request -> request.resourceArn(arn(after.name())).tags(tags(after.tags())));
        }
        PipelineDeclaration declaration = PipelineDeclarations.write(after);
        if (!declaration.equals(PipelineDeclarations.write(before))) {
            retry.call(
                    after.id().toString(),
                    () -> aws.codePipeline().updatePipeline(request -> request.pipeline(declaration)));
        }
    }

    @Override
    public void delete(Pipeline pipeline) {
        Missing.tolerated(() -> aws.codePipeline().deletePipeline(request -> request.name(pipeline.name())));
    }

    private String arn(String name) {
        return names.account().arn("codepipeline", name);
    }

    private static List<Tag> tags(Map<String, String> tags) {
        return Tags.list(
                tags, (key, value) -> Tag.builder().key(key).value(value).build());
    }
}
