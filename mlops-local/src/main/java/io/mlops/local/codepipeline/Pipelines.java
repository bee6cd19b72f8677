package io.mlops.local.codepipeline;

import io.mlops.local.account.Scope;
import io.mlops.local.call.Cloud;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.codepipeline.model.PipelineNotFoundException;

/** The pipelines of an account in a region, and the jobs that Lambda functions were given by them. */
public final class Pipelines {
    private final Scope scope;
    private final Map<String, Pipeline> byName = new ConcurrentSkipListMap<>();
    private final Map<String, LambdaJob> jobs = new ConcurrentHashMap<>();
    private final Map<String, String> rules = new ConcurrentHashMap<>();

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

    /**
     * Says that the start of an execution, which follows with a token, comes from an EventBridge rule: its trigger will
     * be {@code CloudWatchEvent} with the rule's ARN.
     *
     * @param cloud the emulated AWS
     * @param scope the account and region
     * @param clientRequestToken the token of the StartPipelineExecution that follows
     * @param ruleArn the rule
     */
    public static void startedBy(Cloud cloud, Scope scope, String clientRequestToken, String ruleArn) {
        of(cloud, scope).rules.put(clientRequestToken, ruleArn);
    }

    Optional<String> takeRule(@Nullable String clientRequestToken) {
        return Optional.ofNullable(clientRequestToken).map(rules::remove);
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
