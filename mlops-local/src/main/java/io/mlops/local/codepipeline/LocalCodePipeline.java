package io.mlops.local.codepipeline;

import io.mlops.local.call.Call;
import io.mlops.local.call.Page;
import io.mlops.local.call.Refusals;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.*;

/** CodePipeline. */
public final class LocalCodePipeline implements CodePipelineClient {
    private final Call call;
    private final Pipelines pipelines;
    private final DeclarationOperations declarations;
    private final JobOperations jobs;

    /**
     * Serves one call.
     *
     * @param call the call
     */
    public LocalCodePipeline(Call call) {
        this.call = call;
        this.pipelines = Pipelines.of(call.cloud(), call.scope());
        this.declarations = new DeclarationOperations(call);
        this.jobs = new JobOperations(call);
    }

    private ExecutionOperations executions(String pipeline) {
        return new ExecutionOperations(call, pipelines.get(pipeline));
    }

    private StageOperations stages(String pipeline) {
        return new StageOperations(call, pipelines.get(pipeline));
    }

    @Override
    public CreatePipelineResponse createPipeline(CreatePipelineRequest request) {
        return CreatePipelineResponse.builder()
                .pipeline(declarations.create(request))
                .tags(request.tags())
                .build();
    }

    @Override
    public UpdatePipelineResponse updatePipeline(UpdatePipelineRequest request) {
        return UpdatePipelineResponse.builder()
                .pipeline(declarations.update(request.pipeline()))
                .build();
    }

    @Override
    public GetPipelineResponse getPipeline(GetPipelineRequest request) {
        Pipeline pipeline = pipelines.get(request.name());
        synchronized (pipeline) {
            int version = request.version() == null ? pipeline.declaration().version() : request.version();
            PipelineDeclaration declaration = pipeline.version(version)
                    .orElseThrow(() -> PipelineVersionNotFoundException.builder()
                            .message("Pipeline '" + request.name() + "' does not have a version " + version)
                            .build());
            return GetPipelineResponse.builder()
                    .pipeline(declaration)
                    .metadata(pipeline.metadata())
                    .build();
        }
    }

    @Override
    public DeletePipelineResponse deletePipeline(DeletePipelineRequest request) {
        declarations.delete(request.name());
        return DeletePipelineResponse.builder().build();
    }

    @Override
    public ListPipelinesResponse listPipelines(ListPipelinesRequest request) {
        List<PipelineSummary> all = pipelines.byName().values().stream()
                .map(LocalCodePipeline::summary)
                .toList();
        Page<PipelineSummary> page = page(all, request.nextToken(), request.maxResults());
        return ListPipelinesResponse.builder()
                .pipelines(page.items())
                .nextToken(page.next())
                .build();
    }

    private static PipelineSummary summary(Pipeline pipeline) {
        synchronized (pipeline) {
            PipelineDeclaration declaration = pipeline.declaration();
            return PipelineSummary.builder()
                    .name(declaration.name())
                    .version(declaration.version())
                    .pipelineType(declaration.pipelineType())
                    .executionMode(declaration.executionMode())
                    .created(pipeline.metadata().created())
                    .updated(pipeline.metadata().updated())
                    .build();
        }
    }

    @Override
    public StartPipelineExecutionResponse startPipelineExecution(StartPipelineExecutionRequest request) {
        return StartPipelineExecutionResponse.builder()
                .pipelineExecutionId(executions(request.name()).start(request))
                .build();
    }

    @Override
    public StopPipelineExecutionResponse stopPipelineExecution(StopPipelineExecutionRequest request) {
        return StopPipelineExecutionResponse.builder()
                .pipelineExecutionId(executions(request.pipelineName()).stop(request))
                .build();
    }

    @Override
    public RetryStageExecutionResponse retryStageExecution(RetryStageExecutionRequest request) {
        return RetryStageExecutionResponse.builder()
                .pipelineExecutionId(stages(request.pipelineName()).retry(request))
                .build();
    }

    @Override
    public RollbackStageResponse rollbackStage(RollbackStageRequest request) {
        return RollbackStageResponse.builder()
                .pipelineExecutionId(stages(request.pipelineName()).rollback(request))
                .build();
    }

    @Override
    public GetPipelineStateResponse getPipelineState(GetPipelineStateRequest request) {
        Pipeline pipeline = pipelines.get(request.name());
        synchronized (pipeline) {
            return Descriptions.state(pipeline);
        }
    }

    @Override
    public GetPipelineExecutionResponse getPipelineExecution(GetPipelineExecutionRequest request) {
        Pipeline pipeline = pipelines.get(request.pipelineName());
        synchronized (pipeline) {
            Execution execution = executions(request.pipelineName()).find(request.pipelineExecutionId());
            return GetPipelineExecutionResponse.builder()
                    .pipelineExecution(Descriptions.execution(pipeline, execution))
                    .build();
        }
    }

    @Override
    public ListPipelineExecutionsResponse listPipelineExecutions(ListPipelineExecutionsRequest request) {
        Pipeline pipeline = pipelines.get(request.pipelineName());
        Optional<String> stage = Optional.ofNullable(request.filter())
                .map(PipelineExecutionFilter::succeededInStage)
                .map(SucceededInStageFilter::stageName);
        synchronized (pipeline) {
            List<PipelineExecutionSummary> all = pipeline.newestFirst().stream()
                    .filter(execution -> stage.isEmpty()
                            || (hasSucceeded(execution, stage.get())
                                    && execution
                                            .declaration()
                                            .version()
                                            .equals(pipeline.declaration().version())))
                    .map(Descriptions::summary)
                    .toList();
            Page<PipelineExecutionSummary> page = page(all, request.nextToken(), request.maxResults());
            return ListPipelineExecutionsResponse.builder()
                    .pipelineExecutionSummaries(page.items())
                    .nextToken(page.next())
                    .build();
        }
    }

    private static boolean hasSucceeded(Execution execution, String stage) {
        StageRun run = execution.stages().get(stage);
        return run != null && run.status() == StageExecutionStatus.SUCCEEDED;
    }

    @Override
    public ListActionExecutionsResponse listActionExecutions(ListActionExecutionsRequest request) {
        Pipeline pipeline = pipelines.get(request.pipelineName());
        synchronized (pipeline) {
            List<ActionExecutionDetail> all = new ArrayList<>();
            runs(pipeline, Optional.ofNullable(request.filter()))
                    .forEach(run -> all.add(Descriptions.detail(call.scope(), run)));
            Collections.reverse(all);
            Page<ActionExecutionDetail> page = page(all, request.nextToken(), request.maxResults());
            return ListActionExecutionsResponse.builder()
                    .actionExecutionDetails(page.items())
                    .nextToken(page.next())
                    .build();
        }
    }

    private List<ActionRun> runs(Pipeline pipeline, Optional<ActionExecutionFilter> filter) {
        Optional<LatestInPipelineExecutionFilter> latest = filter.map(ActionExecutionFilter::latestInPipelineExecution);
        Optional<String> id = filter.map(ActionExecutionFilter::pipelineExecutionId)
                .or(() -> latest.map(LatestInPipelineExecutionFilter::pipelineExecutionId));
        if (id.isEmpty()) {
            return pipeline.executions().values().stream()
                    .flatMap(execution -> execution.runs().stream())
                    .toList();
        }
        Execution execution = executions(pipeline.name()).find(id.get());
        boolean newestOnly = latest.filter(found -> found.startTimeRange() == StartTimeRange.LATEST)
                .isPresent();
        return execution.runs().stream()
                .filter(run -> !newestOnly || execution.isLatest(run))
                .toList();
    }

    @Override
    public PutApprovalResultResponse putApprovalResult(PutApprovalResultRequest request) {
        new Approvals(call, pipelines.get(request.pipelineName())).approve(request);
        return PutApprovalResultResponse.builder().approvedAt(call.now()).build();
    }

    @Override
    public EnableStageTransitionResponse enableStageTransition(EnableStageTransitionRequest request) {
        requireInbound(request.transitionType(), request.transitionTypeAsString());
        stages(request.pipelineName()).transition(request.stageName(), true, "");
        return EnableStageTransitionResponse.builder().build();
    }

    @Override
    public DisableStageTransitionResponse disableStageTransition(DisableStageTransitionRequest request) {
        requireInbound(request.transitionType(), request.transitionTypeAsString());
        stages(request.pipelineName()).transition(request.stageName(), false, request.reason());
        return DisableStageTransitionResponse.builder().build();
    }

    private static void requireInbound(StageTransitionType type, String given) {
        if (type != StageTransitionType.INBOUND) {
            throw Refusals.validation(
                    "mlops-local does not support transitionType " + given + ", see docs/local/supported.md");
        }
    }

    @Override
    public PutJobSuccessResultResponse putJobSuccessResult(PutJobSuccessResultRequest request) {
        jobs.succeed(request);
        return PutJobSuccessResultResponse.builder().build();
    }

    @Override
    public PutJobFailureResultResponse putJobFailureResult(PutJobFailureResultRequest request) {
        jobs.fail(request);
        return PutJobFailureResultResponse.builder().build();
    }

    @Override
    public GetJobDetailsResponse getJobDetails(GetJobDetailsRequest request) {
        return GetJobDetailsResponse.builder()
                .jobDetails(jobs.details(request.jobId()))
                .build();
    }

    @Override
    public TagResourceResponse tagResource(TagResourceRequest request) {
        declarations.tag(request.resourceArn(), request.tags());
        return TagResourceResponse.builder().build();
    }

    @Override
    public UntagResourceResponse untagResource(UntagResourceRequest request) {
        declarations.untag(request.resourceArn(), request.tagKeys());
        return UntagResourceResponse.builder().build();
    }

    @Override
    public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
        Page<Tag> page = page(declarations.tags(request.resourceArn()), request.nextToken(), request.maxResults());
        return ListTagsForResourceResponse.builder()
                .tags(page.items())
                .nextToken(page.next())
                .build();
    }

    private static <T> Page<T> page(List<T> all, @Nullable String token, @Nullable Integer size) {
        return Page.of(
                all,
                token,
                size,
                () -> InvalidNextTokenException.builder()
                        .message("The next token " + token + " was not given by a list of this kind")
                        .build());
    }

    @Override
    public String serviceName() {
        return "codepipeline";
    }

    @Override
    public void close() {}
}
