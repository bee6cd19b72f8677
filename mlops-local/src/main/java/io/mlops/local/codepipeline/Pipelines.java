package io.mlops.local.codepipeline;

import io.mlops.local.account.Scope;
import io.mlops.local.call.Cloud;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import software.amazon.awssdk.services.codepipeline.model.PipelineNotFoundException;

/** The pipelines of an account in a region, and the jobs that Lambda functions were given by them. */
public final class Pipelines {
    private final Scope scope;
    private final Map<String, Pipeline> byName = new ConcurrentSkipListMap<>();
    private final Map<String, LambdaJob> jobs = new ConcurrentHashMap<>();

    private Pipelines(Scope scope) {
        this.scope = scope;
    }

    static Pipelines of(Cloud cloud, Scope scope) {
        return cloud.stores().of(Pipelines.class, scope, Pipelines::new);
    }

    /**
     * Gives each pipeline's tags, for the tagging API.
     *
     * @param cloud the emulated AWS
     * @param scope the account and region
     * @return tags by ARN
     */
    public static Map<String, Map<String, String>> tags(Cloud cloud, Scope scope) {
        Map<String, Map<String, String>> all = new TreeMap<>();
        of(cloud, scope).byName.values().forEach(pipeline -> {
            synchronized (pipeline) {
                all.put(pipeline.metadata().pipelineArn(), new TreeMap<>(pipeline.tags()));
            }
        });
        return all;
    }

    Map<String, Pipeline> byName() {
        return byName;
    }

    Pipeline get(String name) {
        Pipeline pipeline = byName.get(name);
        if (pipeline == null) {
            throw PipelineNotFoundException.builder()
                    .message("Account '" + scope.accountId() + "' does not have a pipeline with name '" + name + "'")
                    .build();
        }
        return pipeline;
    }

    void add(LambdaJob job) {
        jobs.put(job.id(), job);
    }

    Optional<LambdaJob> job(String id) {
        return Optional.ofNullable(jobs.get(id));
    }
}
