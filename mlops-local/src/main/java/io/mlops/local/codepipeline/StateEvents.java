package io.mlops.local.codepipeline;

import io.mlops.local.account.Scope;
import io.mlops.local.call.Cloud;
import io.mlops.local.events.EventBus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.services.codepipeline.model.ActionTypeId;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;

/**
 * Tells EventBridge of executions, stages and actions that enter another state (CodePipeline user guide, "Monitoring
 * CodePipeline events").
 *
 * @param cloud the emulated AWS
 * @param scope the pipeline's account and region
 */
record StateEvents(Cloud cloud, Scope scope) {
    /** The state that a status is called in events. */
    static String state(Object status) {
        return status == PipelineExecutionStatus.IN_PROGRESS
                ? "RESUMED"
                : status.toString().toUpperCase(Locale.ROOT).replace("CANCELLED", "CANCELED");
    }

    void execution(Execution execution, String state) {
        Map<String, Object> detail = detail(execution, state);
        detail.put(
                "execution-trigger",
                Map.of(
                        "trigger-type", execution.start().trigger().triggerTypeAsString(),
                        "trigger-detail", execution.start().trigger().triggerDetail()));
        publish("Pipeline", execution, detail);
    }

    void stage(StageRun run, String state) {
        Map<String, Object> detail = detail(run.execution(), state);
        detail.put("stage", run.stage().name());
        publish("Stage", run.execution(), detail);
    }

    void action(ActionRun run, String state) {
        Map<String, Object> detail = detail(run.execution(), state);
        detail.put("stage", run.stage());
        detail.put("action", run.action().name());
        detail.put("region", scope.region());
        ActionTypeId type = run.action().actionTypeId();
        detail.put(
                "type",
                Map.of(
                        "owner", type.ownerAsString(),
                        "category", type.categoryAsString(),
                        "provider", type.provider(),
                        "version", type.version()));
        publish("Action", run.execution(), detail);
    }

    private static Map<String, Object> detail(Execution execution, String state) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("pipeline", execution.declaration().name());
        detail.put("execution-id", execution.id());
        detail.put("start-time", execution.start().started().toString());
        detail.put("state", state);
        detail.put("version", execution.declaration().version().doubleValue());
        return detail;
    }

    private void publish(String what, Execution execution, Map<String, Object> detail) {
        EventBus.of(cloud, scope)
                .publish(
                        "aws.codepipeline",
                        "CodePipeline " + what + " Execution State Change",
                        List.of(scope.arn(
                                "codepipeline", execution.declaration().name())),
                        detail);
    }
}
