package io.mlops.deploy;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import io.mlops.contract.EnvironmentNames;
import io.mlops.deploy.endpoint.ExpiredEndpoints;
import io.mlops.deploy.report.StepLog;
import java.time.Clock;
import java.util.Map;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;

/**
 * The Lambda function that deletes test endpoints which a killed build has left, with their configs and models: those of the
 * pipeline {@value EnvironmentNames#PIPELINE} whose names start with {@value EnvironmentNames#TEST_ENDPOINT_PREFIX}, and
 * whose tag says that they have expired. EventBridge invokes it on a schedule.
 */
public final class ReapHandler implements RequestHandler<ScheduledEvent, String> {
    private final SageMakerClient sageMaker;
    private final Map<String, String> environment;
    private final Clock clock;
    private final StepLog log;

    /** Makes the function as Lambda does, once a process. */
    public ReapHandler() {
        this(
                SageMakerClient.builder()
                        .httpClient(UrlConnectionHttpClient.create())
                        .build(),
                System.getenv(),
                Clock.systemUTC(),
                new StepLog(System.out, Clock.systemUTC(), ""));
    }

    ReapHandler(SageMakerClient sageMaker, Map<String, String> environment, Clock clock, StepLog log) {
        this.sageMaker = sageMaker;
        this.environment = Map.copyOf(environment);
        this.clock = clock;
        this.log = log;
    }

    /**
     * Deletes what has expired.
     *
     * @param event the schedule's event; nothing of it is needed
     * @param context Lambda's context
     * @return what was deleted, in one sentence
     * @throws IllegalStateException if something could not be deleted, after all else was, or the environment lacks a
     *     variable
     */
    @Override
    public String handleRequest(ScheduledEvent event, Context context) {
        ExpiredEndpoints expired = new ExpiredEndpoints(
                sageMaker,
                variable(EnvironmentNames.PIPELINE),
                variable(EnvironmentNames.TEST_ENDPOINT_PREFIX),
                clock.instant(),
                log);
        String deleted = expired.delete();
        log.step("reap", deleted);
        return deleted;
    }

    private String variable(String name) {
        String value = environment.getOrDefault(name, "");
        if (value.isBlank()) {
            throw new IllegalStateException("environment variable " + name
                    + ": got none; accepted is the pipeline's own value; set it on the function");
        }
        return value;
    }
}
