package io.mlops.local.codepipeline;

import io.mlops.local.call.Call;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.model.CreatePipelineRequest;
import software.amazon.awssdk.services.codepipeline.model.InvalidArnException;
import software.amazon.awssdk.services.codepipeline.model.InvalidTagsException;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.PipelineNameInUseException;
import software.amazon.awssdk.services.codepipeline.model.ResourceNotFoundException;
import software.amazon.awssdk.services.codepipeline.model.Tag;
import software.amazon.awssdk.services.codepipeline.model.TooManyTagsException;
import software.amazon.awssdk.services.codepipeline.model.TriggerType;

/** Makes, changes and deletes pipelines, and tags them. */
final class DeclarationOperations {
    private static final int MOST_TAGS = 50;

    private final Call call;
    private final Pipelines pipelines;

    DeclarationOperations(Call call) {
        this.call = call;
        this.pipelines = Pipelines.of(call.cloud(), call.scope());
    }

    /** Makes a pipeline, whose first execution begins at once. */
    PipelineDeclaration create(CreatePipelineRequest request) {
        String name = request.pipeline().name();
        if (pipelines.byName().containsKey(name)) {
            throw inUse(name);
        }
        PipelineStructure.check(call.cloud(), call.scope(), request.pipeline());
        PipelineDeclaration declaration = Declarations.completed(request.pipeline(), 1);
        Pipeline pipeline = new Pipeline(declaration, call.scope().arn("codepipeline", name), call.now());
        tag(pipeline, request.tags());
        if (pipelines.byName().putIfAbsent(name, pipeline) != null) {
            throw inUse(name);
        }
        new ExecutionOperations(call, pipeline).begin(TriggerType.CREATE_PIPELINE);
        SourcePolling.begin(call.cloud(), call.scope(), pipeline, declaration);
        return declaration;
    }

    private static PipelineNameInUseException inUse(String name) {
        return PipelineNameInUseException.builder()
                .message("A pipeline with the name '" + name + "' already exists in this account and region")
                .build();
    }

    /** Replaces a pipeline's declaration; executions that run are cancelled, as on AWS. */
    PipelineDeclaration update(PipelineDeclaration given) {
        Pipeline pipeline = pipelines.get(given.name());
        PipelineStructure.check(call.cloud(), call.scope(), given);
        synchronized (pipeline) {
            Flow flow = new Flow(call.cloud(), call.scope(), pipeline);
            pipeline.newestFirst().stream()
                    .filter(Execution::isOpen)
                    .forEach(execution -> flow.abandon(execution, PipelineExecutionStatus.CANCELLED));
            PipelineDeclaration declaration =
                    Declarations.completed(given, pipeline.declaration().version() + 1);
            pipeline.update(declaration, call.now());
            SourcePolling.begin(call.cloud(), call.scope(), pipeline, declaration);
            return declaration;
        }
    }

    void delete(String name) {
        Optional.ofNullable(pipelines.byName().remove(name)).ifPresent(pipeline -> {
            synchronized (pipeline) {
                pipeline.delete();
                Flow flow = new Flow(call.cloud(), call.scope(), pipeline);
                pipeline.newestFirst().stream()
                        .filter(Execution::isOpen)
                        .forEach(execution -> flow.abandon(execution, PipelineExecutionStatus.CANCELLED));
            }
        });
    }

    void tag(String arn, List<Tag> tags) {
        Pipeline pipeline = byArn(arn);
        synchronized (pipeline) {
            tag(pipeline, tags);
        }
    }

    private static void tag(Pipeline pipeline, List<Tag> tags) {
        Map<String, String> changed = new LinkedHashMap<>(pipeline.tags());
        for (Tag tag : tags) {
            refuseReserved(tag.key());
            changed.put(tag.key(), tag.value());
        }
        if (changed.size() > MOST_TAGS) {
            throw TooManyTagsException.builder()
                    .message("The resource would have " + changed.size() + " tags: at most " + MOST_TAGS
                            + " are allowed")
                    .build();
        }
        pipeline.tags().putAll(changed);
    }

    private static void refuseReserved(String key) {
        if (key.toLowerCase(Locale.ROOT).startsWith("aws:")) {
            throw InvalidTagsException.builder()
                    .message("The tag key " + key + " is reserved: it begins with aws:")
                    .build();
        }
    }

    void untag(String arn, List<String> keys) {
        Pipeline pipeline = byArn(arn);
        keys.forEach(DeclarationOperations::refuseReserved);
        synchronized (pipeline) {
            pipeline.tags().keySet().removeAll(keys);
        }
    }

    List<Tag> tags(String arn) {
        Pipeline pipeline = byArn(arn);
        synchronized (pipeline) {
            return pipeline.tags().entrySet().stream()
                    .map(tag -> Tag.builder()
                            .key(tag.getKey())
                            .value(tag.getValue())
                            .build())
                    .toList();
        }
    }

    private Pipeline byArn(String arn) {
        String prefix = call.scope().arn("codepipeline", "");
        if (!arn.startsWith(prefix)) {
            throw InvalidArnException.builder()
                    .message("The resource ARN " + arn + " is not one of a pipeline: " + prefix + "<name>")
                    .build();
        }
        Pipeline pipeline = pipelines.byName().get(arn.substring(prefix.length()));
        if (pipeline == null) {
            throw ResourceNotFoundException.builder()
                    .message("The resource " + arn + " cannot be found")
                    .build();
        }
        return pipeline;
    }
}
